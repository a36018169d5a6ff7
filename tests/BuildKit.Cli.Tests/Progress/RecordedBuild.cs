using System.Collections.Immutable;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Testing;
using BuildKit.Graph;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Tests.Progress;

/// <summary>A graph of five steps and the events of a build of it, with fixed times.</summary>
internal static class RecordedBuild
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly SourceText Source = new("Buildfile", "stage Build from scratch\n{\n    Run(\"make\");\n}\n");
    private static readonly SourceSpan Place = new(Source, 31, 11);

    public static BuildGraph Graph { get; } = new(
        [
            new PullStep(Place, "Build", Amd64, ImageReference.Parse("localhost:5000/sdk:1"), null),
            new CopyStep(Place, "Build", Amd64, new StepRef(0), ContextSource.Instance, new FileSelection(["."], [], false), "/src", null, null),
            new RunStep(Place, "Build", Amd64, new StepRef(1), new RunCommand(true, ["make all"]), RunOptions.Default),
            new ScratchStep(Place, "Api", Amd64),
            new CopyStep(Place, "Api", Amd64, new StepRef(3), new StepSource(new StepRef(2)), new FileSelection(["/out"], [], false), "/app", null, null),
            new ConfigStep(Place, "Api", Amd64, new StepRef(4), new SetWorkDir("/app")),
        ],
        [new ImageTarget("Api", Place, "api", [new ImageVariant(Amd64, new StepRef(5))], null, null)]);

    public static StepLabels Labels { get; } = StepLabels.Of(Graph, Graph.Targets);

    public static ImmutableArray<BuildEvent> Events { get; } =
    [
        Completed(0, 10, StepOutcome.Cached, 4),
        Completed(3, 11, StepOutcome.Cached, 0),
        new StepStarted(At(12), new StepRef(1)),
        new StepTransferred(At(20), new StepRef(1), 30_000_000, 120_000_000),
        new StepTransferred(At(25), new StepRef(1), 31_000_000, 120_000_000),
        new StepCompleted(At(40), new StepRef(1), StepOutcome.Ran, At(28), 120_000_000, "files of Copy changed: Program.cs"),
        new StepStarted(At(41), new StepRef(2)),
        new StepOutput(At(500), new StepRef(2), OutputStream.Stdout, "compiling\tApi"),
        new StepOutput(At(900), new StepRef(2), OutputStream.Stderr, "\e[2J\e[31mwarning\e[0m: \e]0;title\aodd"),
        new StepCompleted(At(1541), new StepRef(2), StepOutcome.Ran, At(1500), 4_560_000, null),
        Completed(4, 1550, StepOutcome.Ran, 9),
        Completed(5, 1551, StepOutcome.Cached, 0),
    ];

    /// <summary>A step that a remote cache gave, another cache that fails, and an export.</summary>
    public static ImmutableArray<BuildEvent> CacheEvents { get; } =
    [
        Completed(2, 10, StepOutcome.Cached, 4) with { Remote = "localhost:5000/cache:main" },
        new BuildWarning(At(11), "BK4231", "The remote cache localhost:5000/other:main cannot be read any further.", "Try later."),
        new CacheExported(At(20), "localhost:5000/cache:main", 7, 1500),
    ];

    public static BuildResult Result { get; } = new(
        [
            new BuiltImage(
                (ImageTarget)Graph.Targets[0], "api:latest", Descriptor("manifest"),
                [new BuiltVariant(Amd64, Descriptor("manifest"), Digest.Of("config"u8), [new BuiltLayer(Digest.Of("tar"u8), Descriptor("layer") with { Size = 12_345_678 })])]),
        ],
        [
            Report(0, StepOutcome.Cached), Report(1, StepOutcome.Ran), Report(2, StepOutcome.Ran),
            Report(3, StepOutcome.Cached), Report(4, StepOutcome.Ran), Report(5, StepOutcome.Cached),
        ],
        At(1600));

    public static StepFailedException Failure { get; } = new(
        "BK4203", "Run failed with exit code 2.", "Correct the command.", null, new StepRef(2), Graph.Steps[2], 2, ["first", "last"]);

    /// <summary>A test of the image whose service answers and whose step fails, and one that is known to pass.</summary>
    public static ImmutableArray<BuildEvent> TestEvents { get; } =
    [
        new TestCompleted(At(1555), Tested("Files", TestOutcome.Known, 80)),
        new TestStarted(At(1560), Tested("Smoke", TestOutcome.Failed, 0).Test),
        new TestPrinted(At(1700), Tested("Smoke", TestOutcome.Failed, 0).Test, new TestLine(null, OutputStream.Stderr, "listening\ton \e[2J8080")),
        new TestPrinted(At(1850), Tested("Smoke", TestOutcome.Failed, 0).Test, new TestLine(new StepRef(2), OutputStream.Stdout, "Unhealthy\0")),
        new TestCompleted(At(1990), Tested("Smoke", TestOutcome.Failed, 430)),
    ];

    /// <summary>The results of both.</summary>
    public static ImmutableArray<BuildKit.Engine.Testing.TestResult> TestResults { get; } = [Tested("Files", TestOutcome.Known, 80), Tested("Smoke", TestOutcome.Failed, 430)];

    private static BuildKit.Engine.Testing.TestResult Tested(string name, TestOutcome outcome, int milliseconds)
    {
        var test = new TestTarget(name, Place, "Api", Amd64, new StepRef(5), new ServiceStart(Place, 8080, TimeSpan.FromSeconds(30)), [new StepRef(2)]);
        var cause = new BuildKit.Oci.BuildKitException("BK4204", "The command exited with code 4.", "Look at its last output.");
        return new(
            test, Result.Images[0], Result.Images[0].Manifest.Digest, Digest.Of("key"u8), outcome, At(milliseconds), DateTimeOffset.UnixEpoch,
            outcome == TestOutcome.Failed ? new TestFailure(cause, Place, new StepRef(2), 4) : null,
            outcome == TestOutcome.Known ? [] : [new TestLine(null, OutputStream.Stderr, "listening\ton \e[2J8080"), new TestLine(new StepRef(2), OutputStream.Stdout, "Unhealthy\0\ud800<&>]]>")]);
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static StepCompleted Completed(int step, int at, StepOutcome outcome, int duration) =>
        new(At(at), new StepRef(step), outcome, At(duration), 0, null);

    private static StepReport Report(int step, StepOutcome outcome) => new(new StepRef(step), outcome, TimeSpan.Zero, null, null, 0, null);

    private static Descriptor Descriptor(string text) => new(MediaTypes.OciManifest, Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)), text.Length);
}
