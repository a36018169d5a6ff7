using BuildKit.Language.Formatting;
using BuildKit.Language.Syntax;
using BuildKit.Language.Tests.Baselines;
using BuildKit.Language.Text;
using CsCheck;

namespace BuildKit.Language.Tests.Formatting;

public sealed class FormatterProperties
{
    private static readonly string[] gaps = [" ", "   ", "\t", "\n", "\r\n", "\n\n\n  ", " // comment \n", "\n  // comment\n", " /* a */ ", "\n/* a\n b */\n"];

    private static readonly string[] files =
        [.. Baseline.Names.Select(name => File.ReadAllText(Path.Combine(Baseline.Root, name, "main.buildfile"))).Where(text => text.Length < 6000 && Source.Parse(text).Diagnostics.IsEmpty)];

    /// <summary>Files without syntax errors, with other blanks, line ends and comments between their tokens.</summary>
    private static Gen<string> Respaced =>
        from file in Gen.Int[0, files.Length - 1].Select(index => files[index])
        from choices in Gen.Int[0, 39].Array[2000]
        select Respace(file, choices);

    [Fact]
    public void Formatting_twice_gives_the_same_as_once() =>
        Respaced.Sample(
            text =>
            {
                string once = BuildfileFormatter.Format(Source.Parse(text));
                Assert.Equal(once, BuildfileFormatter.Format(Source.Parse(once)));
            },
            iter: 300);

    [Fact]
    public void Formatting_changes_no_token_and_no_comment() =>
        Respaced.Sample(text => Assert.Equal(Words(text), Words(BuildfileFormatter.Format(Source.Parse(text)))), iter: 300);

    [Fact]
    public void A_formatted_line_has_no_tab_no_blank_at_its_end_and_no_two_empty_lines_before_it() =>
        Respaced.Sample(
            text =>
            {
                string plain = BuildfileFormatter.Format(Source.Parse(WithoutRawStrings(text)));
                Assert.DoesNotContain("\n\n\n", plain);
                Assert.All(plain.Split('\n'), line => Assert.True(line == line.TrimEnd() || line.Contains("/*") || line.Contains('"')));
            },
            iter: 300);

    [Fact]
    public void A_file_with_a_syntax_error_stays_as_it_is() => Assert.Equal("stage  X { ", BuildfileFormatter.Format(Source.Parse("stage  X { ")));

    [Fact]
    public void An_empty_file_stays_empty() => Assert.Equal("", BuildfileFormatter.Format(Source.Parse(" \n\n")));

    private static string Respace(string file, int[] choices)
    {
        var text = new System.Text.StringBuilder();
        int next = 0;
        foreach (Piece piece in Pieces.Of(new SourceText("Buildfile", file)))
        {
            int choice = choices[next++ % choices.Length];
            bool wasLine = text.Length > 0 && piece.LinesBefore > 0;
            text.Append(choice < gaps.Length ? gaps[choice] : wasLine ? "\n" : piece.BlanksBefore > 0 ? " " : "");
            text.Append(piece.Span.Text);
            if (piece.IsLineComment) text.Append('\n');
        }

        // A bracket at the start of a line is a list, not an index, so such a file may mean something else; the original is taken then.
        string respaced = text.ToString();
        return Source.Parse(respaced).Diagnostics.IsEmpty ? respaced : file;
    }

    private static IEnumerable<string> Words(string text) =>
        Pieces.Of(new SourceText("Buildfile", text)).Select(piece => piece.IsLineComment ? piece.Span.Text.TrimEnd() : piece.Span.Text);

    private static string WithoutRawStrings(string text) => text.Contains("\"\"\"") || text.Contains('@') ? "var x = 1;" : text;
}
