using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>What the language has and this version cannot do yet. A use is a diagnostic that says so.</summary>
internal static class LaterVersions
{
    private const Contexts Steps = Contexts.Stage | Contexts.Image;

    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        Unsupported("Signed", BuildType.Any, Contexts.Value, "A gate: signed by a key."),
        Unsupported("Soak", BuildType.Any, Contexts.Value, "A gate: time in the environment before."),
        Unsupported("Approved", BuildType.Any, Contexts.Value, "A gate: approvals."),
    ];
}
