using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>What a call passes for one parameter.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Values">The expressions, in the order of the text: one, or any number for a variadic parameter.</param>
public sealed record BoundArgument(CallParameterSymbol Parameter, ImmutableArray<ExpressionSyntax> Values);
