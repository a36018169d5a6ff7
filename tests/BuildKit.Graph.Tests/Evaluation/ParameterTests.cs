using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class ParameterTests
{
    private const string Buildfile = """
        param string name = "x";
        param int port = 8080;
        param bool debug = false;
        param string[] extras = [];
        param int[] ports = [1];
        param string mode = "Release" in ["Debug", "Release"];
        image X from scratch { Write("/x", $"{name} {port} {debug} {string.Join("|", extras)} {string.Join("|", ports)} {mode}"); }
        """;

    private static string Content(params (string Name, string Text)[] values) =>
        Evaluate.Graph(Buildfile, parameters: values.ToDictionary(value => value.Name, value => value.Text)).Steps.OfType<WriteStep>().Single().Content;

    private static Diagnostic Error(string name, string text) => Evaluate.Error(Buildfile, parameters: new Dictionary<string, string> { [name] = text });

    [Fact]
    public void Parameters_have_their_defaults() => Assert.Equal("x 8080 False  1 Release", Content());

    [Fact]
    public void Texts_become_values_of_the_parameters_types() =>
        Assert.Equal("a,b= -1 True a|b c 2|3 Debug", Content(("name", "a,b="), ("port", "-1"), ("debug", "TRUE"), ("extras", "a,b c"), ("ports", "2,3"), ("mode", "Debug")));

    [Fact]
    public void An_empty_text_is_an_empty_list_or_string() => Assert.Equal(" 8080 False   Release", Content(("name", ""), ("extras", ""), ("ports", "")));

    [Theory]
    [InlineData("port", "80a")]
    [InlineData("port", "")]
    [InlineData("port", "99999999999999999999")]
    [InlineData("debug", "yes")]
    [InlineData("ports", "1,x")]
    public void A_text_that_is_no_value_is_shown_in_the_command_line(string name, string text)
    {
        Diagnostic error = Error(name, text);
        Assert.Equal(GraphDiagnosticCodes.InvalidParameter, error.Code);
        Assert.Equal("--set", error.Span.Source.Path);
        Assert.Equal($"{name}={text}", error.Span.Source.Content);
        Assert.Equal("Buildfile", Assert.Single(error.Notes).Span!.Value.Source.Path);
    }

    [Fact]
    public void An_unknown_name_is_an_error_with_the_one_that_was_meant()
    {
        Diagnostic error = Error("prot", "1");
        Assert.Equal(GraphDiagnosticCodes.UnknownParameter, error.Code);
        Assert.Contains("did you mean 'port'?", error.Message, StringComparison.Ordinal);
        Assert.Equal(new LinePosition(1, 1), error.Span.Position);
    }

    [Fact]
    public void A_value_that_is_not_allowed_is_an_error_with_the_one_that_was_meant()
    {
        Diagnostic error = Error("mode", "debug");
        Assert.Equal(GraphDiagnosticCodes.ParameterNotAllowed, error.Code);
        Assert.Contains("did you mean 'Debug'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("allowed are Debug, Release", Error("mode", "other").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_without_a_default_has_to_be_given()
    {
        const string text = "param string name; image X from scratch { Write(\"/x\", name); Write(\"/y\", name); }";
        Diagnostic error = Evaluate.Error(text);
        Assert.Equal(GraphDiagnosticCodes.MissingParameter, error.Code);
        Assert.Contains("--set name=", error.Message, StringComparison.Ordinal);
        Assert.Equal("v", Evaluate.Graph(text, parameters: new Dictionary<string, string> { ["name"] = "v" }).Steps.OfType<WriteStep>().First().Content);
    }

    [Fact]
    public void What_is_allowed_may_depend_on_another_parameter()
    {
        const string text = "param string a = \"1\" in [b]; param string b = \"1\"; image X from scratch { Write(\"/x\", a); }";
        Assert.NotNull(Evaluate.Graph(text, parameters: new Dictionary<string, string> { ["a"] = "2", ["b"] = "2" }));
        Assert.Equal(GraphDiagnosticCodes.ParameterNotAllowed, Evaluate.Error(text, parameters: new Dictionary<string, string> { ["a"] = "2" }).Code);
    }

    [Fact]
    public void A_default_that_is_not_allowed_is_found_though_nobody_uses_it() =>
        Assert.Equal(
            GraphDiagnosticCodes.ParameterNotAllowed,
            Evaluate.Error("var all = [\"a\"]; param string p = \"b\" in all; image X from scratch { if (p == \"\") { } }").Code);
}
