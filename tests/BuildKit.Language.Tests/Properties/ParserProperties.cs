using System.Text.RegularExpressions;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using CsCheck;

namespace BuildKit.Language.Tests.Properties;

public sealed partial class ParserProperties
{
    [Fact]
    public void Whatever_the_text_is_it_is_parsed_bound_and_reported() =>
        HostileText.Any.Sample(
            text =>
            {
                SemanticModel model = SemanticModel.Bind(SyntaxTree.Parse(new SourceText("main.buildfile", text)), new TextFiles());
                foreach (Diagnostic diagnostic in model.Diagnostics)
                {
                    string shown = DiagnosticFormatter.Format(diagnostic);
                    if (shown.Any(c => char.IsControl(c) && c != '\n')) return false;
                    if (shown.Split('\n').Length != 3 + diagnostic.Notes.Sum(note => note.Span is null ? 1 : 3)) return false;
                }

                return true;
            },
            iter: 2000);

    [Fact]
    public void Nodes_lie_within_their_parents_in_the_order_of_the_text() =>
        HostileText.Any.Sample(text => IsNested(SyntaxTree.Parse(new SourceText("main.buildfile", text)).Root), iter: 2000);

    [Fact]
    public void No_text_is_dropped_without_an_error() =>
        HostileText.Any.Sample(
            text =>
            {
                SyntaxTree tree = SyntaxTree.Parse(new SourceText("main.buildfile", text));
                int at = 0;
                foreach (StatementSyntax member in tree.Root.Members)
                {
                    Assert.True(IsTrivia(text[at..member.Span.Start]), $"dropped <{text[at..member.Span.Start]}> before a {member.GetType().Name}");
                    at = member.Span.End;
                }

                Assert.True(IsTrivia(text[at..]), $"dropped <{text[at..]}> at the end");
            },
            iter: 2000);

    [Fact]
    public void A_text_without_errors_has_no_skipped_and_no_missing_parts() =>
        HostileText.Any.Sample(
            text =>
            {
                SyntaxTree tree = SyntaxTree.Parse(new SourceText("main.buildfile", text));
                return !tree.Diagnostics.IsEmpty || Descendants(tree.Root).All(node => node is not (SkippedSyntax or MissingSyntax or IdentifierSyntax { Name: "" }));
            },
            iter: 2000);

    [Theory]
    [InlineData("$\"{@\"")]
    [InlineData("$\"{$@\"{")]
    [InlineData("$\"{$\"\"\"{")]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("a.b(")]
    [InlineData("new {")]
    [InlineData("x => ")]
    [InlineData("!")]
    [InlineData("a ? b : ")]
    [InlineData("a ?? ")]
    [InlineData("1 + ")]
    [InlineData("{")]
    [InlineData("if (true) ")]
    [InlineData("if (true) {} else ")]
    [InlineData("stage A from x {")]
    [InlineData("foreach (var x in [")]
    [InlineData("\"\"\"")]
    [InlineData("/*")]
    [InlineData("}")]
    [InlineData("\n$\"{@\"")]
    public void The_work_grows_with_the_length_of_a_hostile_text_and_no_faster(string piece)
    {
        string Repeated(int count) => "var x = " + string.Concat(Enumerable.Repeat(piece, count));
        _ = Work(Repeated(500));
        long once = Work(Repeated(1000));
        long fourfold = Work(Repeated(4000));
        Assert.InRange(fourfold, 0, (once * 8) + 1_000_000);
    }

    /// <summary>Bytes allocated, which follow the work done but not the clock.</summary>
    private static long Work(string text)
    {
        var source = new SourceText("main.buildfile", text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = SyntaxTree.Parse(source);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool IsNested(SyntaxNode node)
    {
        int at = node.Span.Start;
        foreach (SyntaxNode child in node.Children)
        {
            // The name of { name } stands for its own value too.
            bool isSame = node is PropertySyntax && child.Span == node.Span;
            if (!isSame && (child.Span.Start < at || child.Span.End > node.Span.End)) return false;
            if (!isSame) at = child.Span.End;
            if (!IsNested(child)) return false;
        }

        return node.Span.Start >= 0 && node.Span.Length >= 0 && node.Span.End <= node.Span.Source.Content.Length;
    }

    private static IEnumerable<SyntaxNode> Descendants(SyntaxNode node) => node.Children.SelectMany(Descendants).Prepend(node);

    private static bool IsTrivia(string text) => Trivia().Replace(text, "").Length == 0;

    [GeneratedRegex("""//[^\n\r]*|/\*[\s\S]*?(\*/|\z)|\#[^\n\r]*|\s|;|\uFEFF""")]
    private static partial Regex Trivia();
}
