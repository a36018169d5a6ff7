using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>A call whose target and arguments are known.</summary>
/// <param name="Syntax">The call.</param>
/// <param name="Target">What is called.</param>
/// <param name="Receiver">The value before the dot, for members of a value (<c>name.ToLower()</c>, <c>token.At("/p")</c>); null for the rest.</param>
/// <param name="Module">The alias the target was reached through; null within the file itself and for built-ins.</param>
/// <param name="Arguments">Only the parameters that the call passes, in the order of the target's parameters.</param>
public sealed record BoundCall(
    CallSyntax Syntax, CallableSymbol Target, ExpressionSyntax? Receiver, UsingSymbol? Module, ImmutableArray<BoundArgument> Arguments)
{
    /// <summary>The expression passed for a parameter that is not variadic; null where the call leaves it out.</summary>
    public ExpressionSyntax? Argument(string parameter) =>
        Arguments.FirstOrDefault(argument => argument.Parameter.Name == parameter)?.Values.FirstOrDefault();

    /// <summary>The expressions passed for a variadic parameter; empty where there are none.</summary>
    public ImmutableArray<ExpressionSyntax> ArgumentList(string parameter) =>
        Arguments.FirstOrDefault(argument => argument.Parameter.Name == parameter)?.Values ?? [];
}
