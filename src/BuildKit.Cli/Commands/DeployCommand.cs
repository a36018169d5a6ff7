using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Releases;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Testing;
using BuildKit.Graph;
using BuildKit.Graph.Environments;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit deploy ENV</c></summary>
internal sealed class DeployCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = EnvironmentOptions.Name("The environment: one that comes after no other.");
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<bool> takeOver = EnvironmentOptions.TakeOver();
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
    public DeployCommand(CommandHost host)
        : base(
            "deploy",
            "Builds the images of a Buildfile, runs the tests that gates ask for, and puts the release into an environment. The environment's tag moves last.",
            new CommandExample("buildkit deploy Dev", "Build, test, push"),
            new CommandExample("buildkit deploy Dev --set configuration=Debug --progress plain", "With a param, for a build server"))
    {
        this.host = host;
        AddName(name);
        buildfile.AddTo(this);
        Add(takeOver);
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
        using IBuildProgress progress = ProgressMode.Create(arguments.GetRequiredValue(progressMode), host.Terminal.Output);
        try
        {
            return await NamespaceReentry.RunAsync(
                host, () => TimeLimit.RunAsync(host, arguments, timeout, limit => DeployAsync(arguments, progress, limit.Token), ct), ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            progress.Fail(exception);
            throw;
        }
    }

    private async Task<int> DeployAsync(ParseResult arguments, IBuildProgress progress, CancellationToken ct)
    {
        LayerFormat format = CompressionOption.Read(arguments, compression);
        string? folder = ReportsOption.Read(arguments, reports);
        BuildfileSelection selection = buildfile.Read(arguments);
        using DeclaredEnvironments environments = DeclaredEnvironments.Read(host, selection);
        EnvironmentDefinition environment = environments.Find(arguments.GetRequiredValue(name));
        if (environment.After is [var before, ..])
        {
            throw new BuildKitException(
                CommandLineErrorCodes.EnvironmentOrder,
                $"{environment.Name} comes after {string.Join(" and ", environment.After)}: nothing is built into it.",
                $"Deploy to an environment that comes after no other, then: buildkit promote {environment.Name}{(environment.After.Length > 1 ? $" --from {before}" : "")}");
        }

        ReleaseSource workTree = environments.SourceOf(host);
        SourceFacts source = workTree.Read(ct);
        ImmutableArray<string> tags = environments.TagsOf(environment, source);
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var caches = remoteCache.Read(arguments, registries);
        LoadedBuildfile loaded = new BuildfileLoader(host, registries, arguments.GetValue(locked) ? PullPolicy.Locked : PullPolicy.Missing).Load(environments.Buildfile, selection, ct);
        ImmutableArray<Target> images = TargetSelection.Select(loaded.Graph, loaded.Path, []);
        var session = new BuildSession(host, loaded, progress) { LayerFormat = format, RemoteCache = caches, SshAgents = ssh.Read(arguments), Reports = folder };
        BuildResult result = await session
            .BuildAsync([.. images, .. TestsOf(loaded.Graph)], new DeferredSandbox(host, arguments.GetRequiredValue(runtime)), ct).ConfigureAwait(false);
        foreach (TestResult failed in result.Tests.Where(test => test.Failure is not null))
        {
            host.Terminal.Error.Write(StepFailureText.Of(failed, loaded.Graph, host.Terminal.Error));
            host.Terminal.Error.Flush();
        }

        // A lock that the build has just written, or a file that was saved meanwhile, is no part of the commit.
        SourceFacts now = workTree.Read(ct);
        SourceFacts built = source with { Clean = source.Clean && now.Clean && now.Commit == source.Commit, Uncommitted = source.Uncommitted ?? now.Uncommitted };
        ChangeOrigin origin = DeclaredEnvironments.Origin(host);
        var deployment = new Deployment(
            host.Store,
            Release.Of(result.Images.Select(image => new ReleaseImage(image.Target.LocalName, image.Manifest))),
            built,
            PassesOf(result, loaded.Graph, origin.Tool),
            environment.Gates,
            DeclaredEnvironments.PolicyOf(environment),
            tags,
            origin) { TakesOver = arguments.GetValue(takeOver) };
        var repositories = new EnvironmentRepositories(registries, DeclaredEnvironments.ToDelivery(environment));
        ChangeResult change = await deployment.RunAsync(repositories, null, ct).ConfigureAwait(false);
        foreach ((ReleaseImage image, long moved) in change.Release.Images.Zip(change.MovedByImage))
        {
            string place = $"{repositories.Image(change.Release, image.Name).DisplayName}:{repositories.Environment.Tag}";
            progress.Delivered(new DeliveredImage("pushed", place, image.Image.Digest, moved));
        }

        return ExitCodes.Success;
    }

    /// <summary>The tests that a gate of any environment asks for: a promotion only reads what is known of the release.</summary>
    private static IEnumerable<TestTarget> TestsOf(BuildGraph graph)
    {
        var wanted = GatesOf(graph).Select(gate => gate.Test).ToHashSet(StringComparer.Ordinal);
        return graph.Targets.OfType<TestTarget>().Where(test => wanted.Contains(test.Name));
    }

    private static IEnumerable<PassedGate> GatesOf(BuildGraph graph) => graph.Environments.SelectMany(environment => environment.Gates).OfType<PassedGate>();

    private static ImmutableArray<TestPass> PassesOf(BuildResult result, BuildGraph graph, string tool) =>
    [
        .. result.Tests.Where(test => test.Failure is null).Select(test => new TestPass(
            test.Test.Name,
            test.Image.Target.LocalName,
            test.Key,
            test.Test.Platform.ToString(),
            test.Ended,
            GatesOf(graph).First(gate => gate.Test == test.Test.Name).Definition,
            tool)),
    ];
}
