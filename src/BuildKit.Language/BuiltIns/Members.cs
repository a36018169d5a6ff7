using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>What can be called on a value: <c>value.Member(...)</c>. Comparison is ordinal and case mapping invariant.</summary>
internal static class Members
{
    public static ImmutableArray<BuiltInSymbol> OfStrings { get; } =
    [
        Member("string.ToLower", BuildType.String, "In lower case, by the invariant culture."),
        Member("string.ToUpper", BuildType.String, "In upper case, by the invariant culture."),
        Member("string.Trim", BuildType.String, "Without blanks at both ends."),
        Member("string.TrimStart", BuildType.String, "Without blanks at the start."),
        Member("string.TrimEnd", BuildType.String, "Without blanks at the end."),
        Member("string.Replace", BuildType.String, "With every occurrence of one string replaced by another.",
            Required("oldValue", BuildType.String, "What is looked for; not empty."), Required("newValue", BuildType.String, "What stands there instead.")),
        Member("string.Split", BuildType.Strings, "The parts between separators.",
            Required("separator", BuildType.String, "What stands between two parts; not empty.")),
        Member("string.Contains", BuildType.Bool, "Whether it holds a string.", Required("value", BuildType.String, "What is looked for.")),
        Member("string.StartsWith", BuildType.Bool, "Whether it begins with a string.", Required("value", BuildType.String, "What is looked for.")),
        Member("string.EndsWith", BuildType.Bool, "Whether it ends with a string.", Required("value", BuildType.String, "What is looked for.")),
        Member("string.IndexOf", BuildType.Int, "The offset of the first occurrence; -1 where there is none.",
            Required("value", BuildType.String, "What is looked for.")),
        Member("string.Substring", BuildType.String, "A part of it.",
            Required("startIndex", BuildType.Int, "Where it begins, from 0."), Optional("length", BuildType.Int, "How long it is; else to the end.")),
        Member("string.ToString", BuildType.String, "Itself."),
    ];

    public static ImmutableArray<BuiltInSymbol> OfLists { get; } =
    [
        Member("list.Select", BuildType.ListOf(BuildTypes.Result), "A list of what the lambda gives for each element.",
            Required("selector", BuildType.LambdaTo(BuildTypes.Result), "x => value")),
        Member("list.Where", BuildType.ListOf(BuildTypes.Item), "The elements for which the lambda holds.", Predicate()),
        Member("list.Any", BuildType.Bool, "Whether the lambda holds for one element; without it, whether there is one.",
            Optional("predicate", BuildType.LambdaTo(BuildType.Bool), "x => bool")),
        Member("list.All", BuildType.Bool, "Whether the lambda holds for every element.", Predicate()),
        Member("list.First", BuildTypes.Item, "The first element; an error where there is none."),
        Member("list.Last", BuildTypes.Item, "The last element; an error where there is none."),
        Member("list.Skip", BuildType.ListOf(BuildTypes.Item), "Without the first elements.", Required("count", BuildType.Int, "How many.")),
        Member("list.Take", BuildType.ListOf(BuildTypes.Item), "Only the first elements.", Required("count", BuildType.Int, "How many.")),
        Member("list.Distinct", BuildType.ListOf(BuildTypes.Item), "Each element once, where it first stood."),
        Member("list.Order", BuildType.ListOf(BuildTypes.Item), "Sorted: strings by ordinal comparison, numbers by size, false before true."),
        Member("list.Contains", BuildType.Bool, "Whether an element equals a value.", Required("value", BuildTypes.Item, "What is looked for.")),
    ];

    /// <summary>On an int or a bool.</summary>
    public static ImmutableArray<BuiltInSymbol> OfScalars { get; } =
    [
        Member("value.ToString", BuildType.String, "Its digits, or True or False as in C#."),
    ];

    public static ImmutableArray<BuiltInSymbol> OfSecrets { get; } =
    [
        Member("secret.At", BuildType.Mount, "The secret as a file that only the run's user can read.",
            Required("path", BuildType.String, "Where the run sees it.")),
        Member("secret.As", BuildType.Mount, "The secret as a variable of the run.",
            Required("name", BuildType.String, "The variable.")),
    ];

    private static CallParameterSymbol Predicate() => Required("predicate", BuildType.LambdaTo(BuildType.Bool), "x => bool");
}
