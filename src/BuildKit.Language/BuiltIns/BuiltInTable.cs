using System.Collections.Immutable;
using BuildKit.Language.Symbols;

namespace BuildKit.Language.BuiltIns;

/// <summary>Everything that is built in. docs/language.md lists it, and a test compares the two.</summary>
public static class BuiltInTable
{
    private static readonly Dictionary<string, BuiltInSymbol> callables = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, BuiltInValueSymbol> values = new(StringComparer.Ordinal);

    static BuiltInTable()
    {
        foreach (BuiltInSymbol symbol in Callables) callables.Add(symbol.Name, symbol);
        foreach (BuiltInValueSymbol symbol in NamedValues) values.Add(symbol.Name, symbol);
    }

    /// <summary>Steps, functions and mounts, and the members of values under <c>string.</c>, <c>list.</c>, <c>value.</c> and <c>secret.</c></summary>
    public static IEnumerable<BuiltInSymbol> Callables =>
    [
        .. FileSteps.All, .. RunSteps.All, .. ConfigurationSteps.All, .. TestSteps.All, .. EnvironmentSteps.All, .. Functions.All, .. DotNetBuiltIns.Functions, .. DotNetBuiltIns.Steps,
        .. Members.OfStrings, .. Members.OfLists, .. Members.OfScalars, .. Members.OfSecrets, .. LaterVersions.All,
    ];

    /// <summary>Values, and the properties of values under <c>string.</c>, <c>list.</c> and <c>project.</c></summary>
    public static IEnumerable<BuiltInValueSymbol> NamedValues =>
    [
        Values.Scratch, .. Values.Git, .. Values.Target, .. Values.Build, .. Values.EnumMembers, .. Values.OfStrings, .. Values.OfLists,
        .. DotNetBuiltIns.Properties,
    ];

    /// <summary>What can be called under a full name; null where there is none.</summary>
    public static BuiltInSymbol? FindCallable(string name) => callables.GetValueOrDefault(name);

    /// <summary>What can be called on a value of a type.</summary>
    public static ImmutableArray<BuiltInSymbol> MembersOf(BuildType type) => type.Kind switch
    {
        TypeKind.String => Members.OfStrings,
        TypeKind.List => Members.OfLists,
        TypeKind.Int or TypeKind.Bool => Members.OfScalars,
        TypeKind.Secret => Members.OfSecrets,
        _ => [],
    };

    /// <summary>The properties of a value of a type.</summary>
    public static ImmutableArray<BuiltInValueSymbol> PropertiesOf(BuildType type) => type.Kind switch
    {
        TypeKind.String => Values.OfStrings,
        TypeKind.List => Values.OfLists,
        TypeKind.Project => DotNetBuiltIns.Properties,
        _ => [],
    };

    /// <summary>The value of a full name; null where there is none. <c>env.NAME</c> has none here, since its names are open.</summary>
    public static BuiltInValueSymbol? FindValue(string name) => values.GetValueOrDefault(name);
}
