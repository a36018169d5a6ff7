using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>A name that can be called.</summary>
public abstract class CallableSymbol(string name, SourceSpan? declaration, ImmutableArray<CallParameterSymbol> parameters, BuildType returnType)
    : Symbol(name, declaration)
{
    /// <summary>What a call passes, in order.</summary>
    public ImmutableArray<CallParameterSymbol> Parameters { get; } = parameters;

    /// <summary>The type of the value of a call; <see cref="BuildType.Step"/> where a call is a step.</summary>
    public BuildType ReturnType { get; } = returnType;
}
