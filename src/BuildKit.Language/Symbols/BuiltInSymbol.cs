using System.Collections.Immutable;

namespace BuildKit.Language.Symbols;

/// <summary>
/// A step, function, mount or member that is built in. <see cref="Symbol.Name"/> is its full name: <c>Copy</c>, <c>Cache</c>, <c>Secret.Env</c>,
/// <c>secret.At</c>, <c>string.Join</c>; members of a value are <c>string.ToLower</c> (on a receiver) and <c>list.Select</c>.
/// </summary>
public sealed class BuiltInSymbol(string name, ImmutableArray<CallParameterSymbol> parameters, BuildType returnType, Contexts contexts, string summary)
    : CallableSymbol(name, null, parameters, returnType)
{
    /// <summary>Where it may be called.</summary>
    public Contexts Contexts { get; } = contexts;

    /// <summary>One line about it.</summary>
    public string Summary { get; } = summary;

    /// <summary>Whether this version can do it. If not, a call is a diagnostic that says so.</summary>
    public bool IsSupported { get; init; } = true;

    /// <summary>Whether it is called on a value: <c>value.Name(...)</c>.</summary>
    public bool IsMember { get; init; }

    /// <summary>The name behind the dot; the whole name where there is none.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <inheritdoc />
    public override string Kind => ReturnType == BuildType.Step ? "step" : "function";

    /// <summary>The parameter of a name. The names are those in docs/language.md.</summary>
    public CallParameterSymbol Parameter(string name) => Parameters.Single(parameter => parameter.Name == name);
}
