using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>What only tests have.</summary>
internal static class TestSteps
{
    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        TestStep("Start", "Starts the image under test by its own entrypoint, and waits until it is ready.",
            RequiredNamed("ready", BuildType.Readiness, "How it shows that it is ready: Port(8080)."),
            Named("timeout", BuildType.String, "How long that may take; else \"30s\".")),
        Function("Port", BuildType.Readiness, "Ready when the image listens on a TCP port.",
            Required("number", BuildType.Int, "1 to 65535.")),
    ];
}
