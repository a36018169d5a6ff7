using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Tests.Diagnostics;

public sealed class DiagnosticFormatterTests
{
    [Fact]
    public void A_tab_before_and_in_the_place_keeps_the_underline_below_it() =>
        Assert.Equal(
            ["Buildfile(1,2): error BK1001: here", "   1 |     a   b c", "     |     ^^^^^"], Format("\ta\tb c", 1, 3));

    [Fact]
    public void A_place_over_several_lines_is_underlined_to_the_end_of_its_first() =>
        Assert.Equal(["Buildfile(1,5): error BK1001: here", "   1 | one two", "     |     ^^^"], Format("one two\nthree", 4, 9));

    [Fact]
    public void The_end_of_the_file_has_a_place_behind_the_last_character()
    {
        Assert.Equal(["Buildfile(1,4): error BK1001: here", "   1 | abc", "     |    ^"], Format("abc", 3, 0));
        Assert.Equal(["Buildfile(2,1): error BK1001: here", "   2 | ", "     | ^"], Format("abc\n", 4, 0));
        Assert.Equal(["Buildfile(1,1): error BK1001: here", "   1 | ", "     | ^"], Format("", 0, 0));
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        string[] lines = Format(new string('a', 1000) + "HERE" + new string('b', 1000), 1000, 4);
        Assert.InRange(lines[1].Length, 100, 200);
        Assert.Equal("HERE", lines[1].Substring(lines[2].IndexOf('^'), lines[2].Count(c => c == '^')));
    }

    [Fact]
    public void A_place_as_long_as_a_long_line_fits_the_line() => Assert.InRange(Format(new string('a', 1000), 0, 1000)[2].Length, 100, 200);

    [Fact]
    public void Control_characters_of_the_source_reach_no_terminal() =>
        Assert.Equal(
            ["Build\uFFFDfile(1,1): error BK1001: a b\uFFFD[31m", "   1 | \uFFFD[31m", "     | ^"],
            DiagnosticFormatter.Format(Diagnostic.Error("BK1001", "a\nb\u001b[31m", new SourceSpan(new SourceText("Build\u001bfile", "\u001b[31m"), 0, 1))).Split('\n'));

    [Fact]
    public void The_pieces_say_what_to_colour()
    {
        var span = new SourceSpan(new SourceText("Buildfile", "abc"), 1, 1);
        var diagnostic = new Diagnostic("BK2005", Severity.Warning, "unused", span, [new Note("remove it")]);
        Assert.Equal(
            "Place=Buildfile(1,2) Plain=:  Warning=warning BK2005 Plain=:  Message=unused Plain=\n Gutter=   1 |  Source=abc Plain=\n Gutter=     |  Plain=  Underline=^ "
            + "Plain=\n Plain=   Info=note Plain=:  Message=remove it",
            string.Join(' ', DiagnosticFormatter.FormatSegments(diagnostic).Select(segment => $"{segment.Kind}={segment.Text}")));
    }

    private static string[] Format(string text, int start, int length) =>
        DiagnosticFormatter.Format(Diagnostic.Error("BK1001", "here", new SourceSpan(new SourceText("Buildfile", text), start, length))).Split('\n');
}
