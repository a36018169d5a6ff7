using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>An environment that releases come into.</summary>
public sealed class EnvironmentSymbol(EnvironmentSyntax syntax) : ValueSymbol(syntax.Identifier.Name, syntax.Identifier.Span, BuildType.Environment)
{
    /// <summary>The declaration.</summary>
    public EnvironmentSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "environment";
}
