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

    /// <summary>
    /// How it is called, as people read it: <c>Copy(params string[] patterns, to: string, [from: base])</c>. Brackets stand around what may be
    /// left out; a name before the type is always written.
    /// </summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.Signature))})";
}
