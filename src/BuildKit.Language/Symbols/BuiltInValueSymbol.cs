namespace BuildKit.Language.Symbols;

/// <summary>
/// A value that is built in. <see cref="Symbol.Name"/> is its full name: <c>git.Sha</c>, <c>target.Arch</c>, <c>env.PATH</c> (one symbol for
/// each variable named), <c>scratch</c>, <c>string.Length</c>, <c>list.Count</c>, or the bare name of an enum member such as <c>Locked</c>.
/// </summary>
public sealed class BuiltInValueSymbol(string name, BuildType type, string summary) : ValueSymbol(name, null, type)
{
    /// <summary>One line about it.</summary>
    public string Summary { get; } = summary;

    /// <inheritdoc />
    public override string Kind => "value";
}
