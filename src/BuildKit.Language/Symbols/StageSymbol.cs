using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>A stage.</summary>
public sealed class StageSymbol(StageSyntax syntax) : ValueSymbol(syntax.Identifier.Name, syntax.Identifier.Span, BuildType.Stage)
{
    /// <summary>The declaration.</summary>
    public StageSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "stage";
}
