using System.Collections.Immutable;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>One file of a build. It is bound once, however often it is used; each <c>using</c> evaluates it anew with its own arguments.</summary>
public sealed class ModuleSymbol(SyntaxTree tree) : Symbol(tree.Text.Path, null)
{
    private string? unread;

    /// <summary>The file's tree.</summary>
    public SyntaxTree Tree { get; } = tree;

    /// <summary>What the file declares at its top level, in the order of the text.</summary>
    public ImmutableArray<Symbol> Members { get; internal set; } = [];

    /// <summary>The files that it uses, in the order of the text.</summary>
    public ImmutableArray<UsingSymbol> Usings { get; internal set; } = [];

    /// <summary>
    /// Whether a name stands in text that could not be read. It may be declared there, so its use is no second error.
    /// </summary>
    internal bool HasUnreadName(string name)
    {
        unread ??= Tree.Diagnostics.IsEmpty ? "" : string.Join('\n', Unread(Tree.Root).Select(skipped => skipped.Span.Text));
        return unread.Length > 0 && unread.Contains(name, StringComparison.Ordinal);
    }

    /// <summary>Whether a syntax error stands in a span or right behind it, which what looks wrong there then follows from.</summary>
    internal bool HasSyntaxErrorAt(SourceSpan span) =>
        Tree.Diagnostics.Any(diagnostic => diagnostic.Span.Start >= span.Start && diagnostic.Span.Start <= span.End + 1);

    private static IEnumerable<SkippedSyntax> Unread(SyntaxNode node) =>
        node is SkippedSyntax skipped ? [skipped] : node.Children.OfType<StatementSyntax>().SelectMany(Unread);

    /// <inheritdoc />
    public override string Kind => "file";
}
