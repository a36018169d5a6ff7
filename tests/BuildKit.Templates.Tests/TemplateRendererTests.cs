using System.Globalization;

namespace BuildKit.Templates.Tests;

public sealed class TemplateRendererTests
{
    private static readonly Dictionary<string, object> Values = new(StringComparer.Ordinal)
    {
        ["name"] = "api",
        ["port"] = 8080L,
        ["debug"] = false,
        ["hosts"] = new object[] { "a", "b" },
        ["date"] = "mine",
    };

    [Theory]
    [InlineData("listen {{ port }};", "listen 8080;")]
    [InlineData("{{ if debug }}on{{ else }}off{{ end }}", "off")]
    [InlineData("{{ for h in hosts }}{{ h }}:{{ for.index }} {{ end }}", "a:0 b:1 ")]
    [InlineData("{{ name | string.upcase }}", "API")]
    [InlineData("{{ hosts | array.join ',' }}", "a,b")]
    [InlineData("a\n{{- name -}}\n b", "aapib")]
    [InlineData("{{ 3.5 }}", "3.5")]
    [InlineData("{{ {a: 1, b: [1, 'x\"ä<', true, null, -2.5], c: {d: 99999999999999999999}} | object.to_json }}", "{\"a\":1,\"b\":[1,\"x\\\"ä<\",true,null,-2.5],\"c\":{\"d\":99999999999999999999}}")]
    [InlineData("{{ object.to_json hosts }}{{ name | object.to_json }}", "[\"a\",\"b\"]\"api\"")]
    [InlineData("", "")]
    [InlineData("no holes\r\n", "no holes\r\n")]
    public void Values_and_pure_functions_give_text(string template, string expected) =>
        Assert.Equal(expected, TemplateRenderer.Render(template, Values, "t.conf"));

    [Fact]
    public void A_value_may_have_the_name_of_a_function() => Assert.Equal("mine", TemplateRenderer.Render("{{ date }}", Values, "t.conf"));

    [Theory]
    [InlineData("line\n  {{ nmae }}", 2, 6)]
    [InlineData("{{ if }}x{{ end }}", 1, 7)]
    [InlineData("{{ if name }}", 1, 12)]
    [InlineData("{{ hosts[7].length }}", 1, 10)]
    [InlineData("{{ name.nothing }}", 1, 9)]
    public void A_mistake_names_its_place(string template, int line, int column)
    {
        var error = Assert.Throws<TemplateException>(() => TemplateRenderer.Render(template, Values, "conf/app.tpl"));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal($"conf/app.tpl({line},{column})", error.Place);
        Assert.DoesNotContain("conf/app.tpl", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ now = date.now }}{{ now }}")]
    [InlineData("{{ date.parse '2020-01-01' }}")]
    [InlineData("{{ timespan.from_days 1 }}")]
    [InlineData("{{ math.random 1 9 }}")]
    [InlineData("{{ math.uuid }}")]
    [InlineData("{{ include 'other' }}")]
    [InlineData("{{ include_join ['a'] ',' }}")]
    [InlineData("{{ object.eval '1+1' }}")]
    [InlineData("{{ object.eval_template 'x' }}")]
    [InlineData("{{ name = 'other' }}")]
    [InlineData("{{ 'a' | regex.match '(' }}")]
    [InlineData("{{ name + 1 | object.from_json }}")]
    [InlineData("{{ x = {}; x.x = x; x | object.to_json }}")]
    [InlineData("{{ 1.0 / 0.0 | object.to_json }}")]
    [InlineData("{{ @string.upcase | object.to_json }}")]
    [InlineData("{{ 'x' | string.base64_decode }}")]
    public void What_cannot_be_done_or_would_depend_on_anything_else_is_an_error(string template) =>
        Assert.Throws<TemplateException>(() => TemplateRenderer.Render(template, new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = "n", ["hosts"] = new[] { "a" } }, "t"));

    [Theory]
    [InlineData("{{ while true }}{{ end }}")]
    [InlineData("{{ for i in 1..10000000 }}x{{ end }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ x = 'a'; for i in 1..60; x = x + x; end; x }}")]
    [InlineData("{{ 'a' * 1000000000 }}")]
    [InlineData("{{ 'a' | string.pad_left 2000000000 }}")]
    [InlineData("{{ for i in 1..40 }}{{ 'a' * 1000000 }}{{ end }}")]
    [InlineData("{{ x = 99999999999999999999; for i in 1..25; x = x * x; end; x }}")]
    public void A_template_without_end_is_stopped(string template) =>
        Assert.Throws<TemplateException>(() => TemplateRenderer.Render(template, Values, "t"));

    [Fact]
    public void Nesting_without_end_is_an_error_and_not_an_overflow()
    {
        foreach (string template in new[]
        {
            "{{" + new string('(', 100_000) + "1" + new string(')', 100_000) + "}}",
            string.Concat(Enumerable.Repeat("{{ if true }}", 50_000)),
            "{{ " + string.Concat(Enumerable.Repeat("1 + ", 50_000)) + "1 }}",
        })
        {
            Assert.Throws<TemplateException>(() => TemplateRenderer.Render(template, Values, "t"));
        }
    }

    [Fact]
    public void The_culture_of_the_process_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("1.5 -3", TemplateRenderer.Render("{{ 3 / 2.0 }} {{ 2 - 5 }}", Values, "t"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void One_template_does_not_see_what_another_set()
    {
        TemplateRenderer.Render("{{ x = 2; string = 3 }}", Values, "t");
        Assert.Throws<TemplateException>(() => TemplateRenderer.Render("{{ x }}", Values, "t"));
        Assert.Equal("API", TemplateRenderer.Render("{{ name | string.upcase }}", Values, "t"));
    }
}
