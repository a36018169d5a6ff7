using System.Collections.Immutable;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>An expression function of a file.</summary>
public sealed class FunctionSymbol(FunctionSyntax syntax, ImmutableArray<CallParameterSymbol> parameters, BuildType returnType)
    : CallableSymbol(syntax.Identifier.Name, syntax.Identifier.Span, parameters, returnType)
{
    /// <summary>The declaration.</summary>
    public FunctionSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "function";
}
