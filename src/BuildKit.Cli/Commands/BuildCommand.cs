using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Locking;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit build [TARGET...]</c></summary>
internal sealed class BuildCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string[]> targets = new("TARGET") { Description = "Images or stages of the Buildfile (default: all images).", Arity = ArgumentArity.ZeroOrMore };
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<string> progressMode = ProgressMode.Option();
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print only the digests of the images, a line each." };
    private readonly Option<bool> noCache = new("--no-cache") { Description = "Run every step again; the results are kept as usual." };
    private readonly Option<bool> pull = new("--pull") { Description = "Ask what the bases' tags, the URLs of downloads and the branches of checkouts mean now, and pin that in buildkit.lock (default: what buildkit.lock says)." };
    private readonly Option<bool> locked = CommonOptions.Locked();
    private readonly DeliveryOptions delivery = new();
    private readonly RemoteCacheOptions remoteCache = new();
    private readonly SshOption ssh = new();
    private readonly Option<string?> timeout = TimeLimit.CreateOption();
    private readonly Option<string?> reports = ReportsOption.Create();
    private readonly Option<string> onError = OnErrorOption.Create();
    private readonly Option<string> compression = CompressionOption.Create();
    private readonly Option<string> runtime = RuntimeOption.Create();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public BuildCommand(CommandHost host)
        : base(
            "build",
            "Builds the images of a Buildfile into the local store. Only steps that read something that changed run.",
            new CommandExample("buildkit build", "All images of ./Buildfile"),
            new CommandExample("buildkit build Api --set configuration=Debug", "One image, with a param"),
            new CommandExample("buildkit build Api --tag registry.example.com/team/api:1.0 --push", "Build, name and push"),
            new CommandExample("buildkit build -f deploy/Buildfile --context . --output oci-archive:api.tar", "Another Buildfile, and the image in a file"),
            new CommandExample("buildkit build --locked --progress plain", "On a build server: nothing is pinned there"),
            new CommandExample("buildkit build --cache-from ghcr.io/team/cache --cache-trust --cache-to ghcr.io/team/cache,mode=max", "Share what was built between machines"),
            new CommandExample("buildkit build Api --on-error shell", "Look around where a step fails"),
            new CommandExample("buildkit build --progress json --metadata-file images.json", "For programs"))
    {
        this.host = host;
        targets.CompletionSources.Add(_ => TargetCompletions.Of());
        AddName(targets);
        buildfile.AddTo(this);
        delivery.AddTo(this);
        Add(noCache);
        Add(pull);
        Add(locked);
        Add(progressMode);
        Add(quiet);
        remoteCache.AddTo(this);
        ssh.AddTo(this);
        Add(timeout);
        Add(reports);
        Add(onError);
        Add(compression);
        Add(runtime);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        DeliveryPlan plan = delivery.Read(arguments);
        bool opensShell = OnErrorOption.Read(arguments, onError, arguments.GetRequiredValue(progressMode));
        using IBuildProgress progress = arguments.GetValue(quiet)
            ? new SilentProgress()
            : ProgressMode.Create(arguments.GetRequiredValue(progressMode), host.Terminal.Output);
        try
        {
            return await NamespaceReentry.RunAsync(
                host, () => TimeLimit.RunAsync(host, arguments, timeout, limit => BuildAsync(arguments, plan, progress, opensShell ? new FailureShell(host.Terminal, progress) : null, limit.Token), ct), ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            progress.Fail(exception);
            throw;
        }
    }

    private PullPolicy PolicyOf(ParseResult arguments) => (arguments.GetValue(locked), arguments.GetValue(pull)) switch
    {
        (true, true) => throw new BuildKitException(CommandLineErrorCodes.Usage, "--locked lets nothing be pinned, and --pull pins.", "Give one of them."),
        (true, false) => PullPolicy.Locked,
        (false, true) => PullPolicy.Always,
        _ => PullPolicy.Missing,
    };

    private async Task<int> BuildAsync(ParseResult arguments, DeliveryPlan plan, IBuildProgress progress, FailureShell? shell, CancellationToken ct)
    {
        LayerFormat format = CompressionOption.Read(arguments, compression);
        string? folder = ReportsOption.Read(arguments, reports);
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var caches = remoteCache.Read(arguments, registries);
        PullPolicy policy = PolicyOf(arguments);
        var loader = new BuildfileLoader(host, registries, policy);
        LoadedBuildfile loaded = loader.Load(buildfile.Read(arguments), ct);
        var chosen = TargetSelection.Select(loaded.Graph, loaded.Path, arguments.GetValue(targets) ?? []);
        plan.Check(chosen);
        bool tellsMoved = policy == PullPolicy.Missing && !arguments.GetValue(quiet) && MovedBaseNotice.IsOn(host.Environment);
        using var notice = new MovedBaseNotice(host, loaded);
        var session = new BuildSession(host, loaded, progress) { OnFirstStart = tellsMoved ? notice.Begin : null, NoCache = arguments.GetValue(noCache), LayerFormat = format, RemoteCache = caches, SshAgents = ssh.Read(arguments), Reports = folder, OnError = shell };
        BuildResult result = await session.BuildAsync(chosen, new DeferredSandbox(host, arguments.GetRequiredValue(runtime)), ct).ConfigureAwait(false);
        await new ImageDelivery(host, registries, progress).DeliverAsync(plan, loaded.Graph, result.Images, ct).ConfigureAwait(false);
        if (arguments.GetValue(quiet))
        {
            Array.ForEach([.. result.Images], image => host.Terminal.Output.Line(image.Manifest.Digest.ToString()));
        }

        await notice.TellAsync(ct).ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
