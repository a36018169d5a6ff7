using BuildKit.Language.Syntax;

namespace BuildKit.Language.Tests.Parsing;

/// <summary>The strings are compiled by C# too, which says what they mean.</summary>
public sealed class StringTests
{
    [Fact]
    public void Plain_and_verbatim_strings_mean_what_they_mean_in_csharp()
    {
        Assert.Equal("a\tb\n\r\0\a\b\e\f\v\"\\\' \u00e9 \U0001F600", Value("""" "a\tb\n\r\0\a\b\e\f\v\"\\\' \u00e9 \U0001F600" """"));
        Assert.Equal(@"c:\n ""x"" {}", Value("""" @"c:\n ""x"" {}" """"));
        Assert.Equal("", Value("\"\""));
    }

    [Fact]
    public void A_raw_string_loses_the_indentation_of_its_closing_line() =>
        Assert.Equal(
            """
            one
              two

                three "quoted" \n {x}
            """,
            Value("\"\"\"\n    one\n      two\n\n        three \"quoted\" \\n {x}\n    \"\"\""));

    [Fact]
    public void A_raw_string_on_one_line_has_its_blanks() => Assert.Equal(""" a "b" """, Value("\"\"\" a \"b\" \"\"\""));

    [Fact]
    public void A_raw_string_may_hold_quotes_when_it_is_opened_with_more() => Assert.Equal("""" """ """", Value("\"\"\"\" \"\"\" \"\"\"\""));

    [Fact]
    public void A_raw_string_keeps_blank_lines_and_blanks_beyond_the_indentation() =>
        Assert.Equal("\n  \na\n", Value("\"\"\"\n\n      \n    a\n\n    \"\"\""));

    [Fact]
    public void Line_ends_of_windows_are_read_as_the_others() => Assert.Equal("a\nb", Value("\"\"\"\r\n  a\r\n  b\r\n  \"\"\""));

    [Theory]
    [InlineData("$\"a{x}b{{c}}\"", "a|<x>|b{c}")]
    [InlineData("$@\"a\"\"{x}\\\"", "a\"|<x>|\\")]
    [InlineData("@$\"{x}\"", "<x>")]
    [InlineData("$\"\"\"{x} \"y\" \"\"\"", "<x>| \"y\" ")]
    [InlineData("$$\"\"\"{a} {{x}} {{{x}}}\"\"\"", "{a} |<x>| {|<x>|}")]
    [InlineData("$\"{\"nested \" + $\"{x}\"}\"", "<\"nested \" + $\"{x}\">")]
    [InlineData("$\"{(x ? \"a\" : \"b\")}\"", "<(x ? \"a\" : \"b\")>")]
    [InlineData("$\"{new { a = 1 }}\"", "<new { a = 1 }>")]
    [InlineData("$\"\"\"\n  {x}\n    {x} y\n  \"\"\"", "<x>|\n  |<x>| y")]
    [InlineData("$\"\"\"\n  a {\n    x\n  }\n  \"\"\"", "a |<x>")]
    public void Holes_stand_between_the_texts(string literal, string expected)
    {
        SyntaxTree tree = Source.Parse($"var v = {literal};");
        Assert.Empty(tree.Diagnostics);
        StringSyntax value = Literal(tree);
        Assert.Equal(expected, string.Join('|', value.Parts.Select(part => part switch
        {
            TextPartSyntax text => text.Value,
            HoleSyntax hole => $"<{hole.Expression.Span.Text}>",
            _ => "",
        }).Where(text => text.Length > 0)));
    }

    private static string? Value(string literal)
    {
        SyntaxTree tree = Source.Parse($"var v = {literal};");
        Assert.Empty(tree.Diagnostics);
        return Literal(tree).Constant;
    }

    private static StringSyntax Literal(SyntaxTree tree) => Source.Descendants(tree.Root).OfType<StringSyntax>().First();
}
