using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Metadata;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Testing;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit test [TEST...]</c></summary>
internal sealed class TestCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string[]> names = new("TEST") { Description = "Tests of the Buildfile (default: all).", Arity = ArgumentArity.ZeroOrMore };
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<string?> junit = new("--junit") { Description = "Write a report in the form of JUnit, whether the tests pass or not.", HelpName = "FILE" };
    private readonly Option<bool> noCache = new("--no-cache") { Description = "Run tests again that passed before on the same image." };
    private readonly Option<bool> locked = CommonOptions.Locked();
    private readonly Option<string> progressMode = ProgressMode.Option();
    private readonly RemoteCacheOptions remoteCache = new();
    private readonly SshOption ssh = new();
    private readonly Option<string?> timeout = TimeLimit.CreateOption();
    private readonly Option<string?> reports = ReportsOption.Create();
    private readonly Option<string> compression = CompressionOption.Create();
    private readonly Option<string> runtime = RuntimeOption.Create();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public TestCommand(CommandHost host)
        : base(
            "test",
            "Builds the images that the tests of a Buildfile are of, and runs the tests on them, each in a network of its own. A test that passed on the very same image is not run again. Exits with 1 where one fails.",
            new CommandExample("buildkit test", "All tests of ./Buildfile"),
            new CommandExample("buildkit test Smoke --no-cache", "One test, whatever is known of it"),
            new CommandExample("buildkit test --junit results.xml --progress plain", "For a build server"))
    {
        this.host = host;
        names.CompletionSources.Add(_ => TargetCompletions.OfTests());
        AddName(names);
        buildfile.AddTo(this);
        Add(junit);
        Add(noCache);
        Add(locked);
        Add(progressMode);
        remoteCache.AddTo(this);
        ssh.AddTo(this);
        Add(timeout);
        Add(reports);
        Add(compression);
        Add(runtime);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        if (arguments.GetValue(junit) is "")
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, "--junit is given without a path.", "Give it a path, or leave it out.");
        }

        using IBuildProgress progress = ProgressMode.Create(arguments.GetRequiredValue(progressMode), host.Terminal.Output);
        try
        {
            return await NamespaceReentry.RunAsync(
                host, () => TimeLimit.RunAsync(host, arguments, timeout, limit => TestAsync(arguments, progress, limit), ct), ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            progress.Fail(exception);
            throw;
        }
    }

    private async Task<int> TestAsync(ParseResult arguments, IBuildProgress progress, TimeLimit limit)
    {
        CancellationToken ct = limit.Token;
        LayerFormat format = CompressionOption.Read(arguments, compression);
        string? folder = ReportsOption.Read(arguments, reports);
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var caches = remoteCache.Read(arguments, registries);
        LoadedBuildfile loaded = new BuildfileLoader(host, registries, arguments.GetValue(locked) ? PullPolicy.Locked : PullPolicy.Missing).Load(buildfile.Read(arguments), ct);
        ImmutableArray<TestTarget> tests = TestSelection.Select(loaded.Graph, loaded.Path, arguments.GetValue(names) ?? []);
        ImmutableArray<Target> targets = [.. TestSelection.ImagesOf(loaded.Graph, tests), .. tests];
        var session = new BuildSession(host, loaded, progress) { RunPassedTests = arguments.GetValue(noCache), LayerFormat = format, RemoteCache = caches, SshAgents = ssh.Read(arguments), Reports = folder };
        BuildResult result;
        try
        {
            result = await session.BuildAsync(targets, new DeferredSandbox(host, arguments.GetRequiredValue(runtime)), ct).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is BuildKitException || limit.IsOver)
        {
            // A report of an earlier run would say that all is well.
            await ReportAsync(arguments, JUnitReport.Write(tests, failure as BuildKitException ?? limit.Failure), CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await ReportAsync(arguments, JUnitReport.Write(result.Tests), ct).ConfigureAwait(false);
        foreach (TestResult failed in result.Tests.Where(test => test.Failure is not null))
        {
            host.Terminal.Error.Write(StepFailureText.Of(failed, loaded.Graph, host.Terminal.Error));
            host.Terminal.Error.Flush();
        }

        return result.Tests.All(test => test.Failure is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private async Task ReportAsync(ParseResult arguments, byte[] report, CancellationToken ct)
    {
        if (arguments.GetValue(junit) is { } file)
        {
            await AtomicFile.WriteAsync(file, report, ct).ConfigureAwait(false);
        }
    }
}
