using System.Collections.Immutable;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>One file of a build. It is bound once, however often it is used; each <c>using</c> evaluates it anew with its own arguments.</summary>
public sealed class ModuleSymbol(SyntaxTree tree) : Symbol(tree.Text.Path, null)
{
    /// <summary>The file's tree.</summary>
    public SyntaxTree Tree { get; } = tree;

    /// <summary>What the file declares at its top level, in the order of the text.</summary>
    public ImmutableArray<Symbol> Members { get; internal set; } = [];

    /// <summary>The files that it uses, in the order of the text.</summary>
    public ImmutableArray<UsingSymbol> Usings { get; internal set; } = [];

    /// <inheritdoc />
    public override string Kind => "file";
}
