using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>What only environments have, and the gates that <c>Require</c> takes.</summary>
internal static class EnvironmentSteps
{
    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        EnvironmentStep("Registry", "Says where the images of the environment live.",
            Required("place", BuildType.String, "host/path: the repository of a single image, or what those of several have in common.")),
        EnvironmentStep("Tag", "Adds tags to every image that comes into the environment. They never move.",
            Variadic("tags", BuildType.String, "The tags; git.* is of the commit that the release was built from.")),
        EnvironmentStep("After", "Says from which environments releases are promoted here.",
            Variadic("environments", BuildType.Environment, "The environments; with several, promote says --from.")),
        EnvironmentStep("Require", "Says what has to hold for a release that comes into the environment.",
            Variadic("gates", BuildType.Gate, "The gates; all of them have to hold.")),
        Function("Passed", BuildType.Gate, "A gate: the tests passed on the very images that are delivered.",
            Variadic("tests", BuildType.Test, "The tests.")),
        Function("CleanSource", BuildType.Gate, "A gate: the release was built from a commit, with nothing changed since."),
        Function("Branch", BuildType.Gate, "A gate: the release was built on one of these branches.",
            Variadic("patterns", BuildType.String, "Names; * stands for any characters.")),
    ];
}
