using System.Collections.Immutable;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>Steps under a name.</summary>
public sealed class StepsSymbol(StepsSyntax syntax, ImmutableArray<CallParameterSymbol> parameters)
    : CallableSymbol(syntax.Identifier.Name, syntax.Identifier.Span, parameters, BuildType.Step)
{
    /// <summary>The declaration.</summary>
    public StepsSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "steps";
}
