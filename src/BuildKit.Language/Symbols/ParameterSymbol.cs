using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>A <c>param</c> of a file.</summary>
public sealed class ParameterSymbol(ParamSyntax syntax, BuildType type) : ValueSymbol(syntax.Identifier.Name, syntax.Identifier.Span, type)
{
    /// <summary>The declaration, with default and allowed values.</summary>
    public ParamSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "param";
}
