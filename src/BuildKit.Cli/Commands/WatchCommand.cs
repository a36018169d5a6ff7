using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Running;
using BuildKit.Cli.Terminals;
using BuildKit.Cli.Watching;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit watch [TARGET...]</c></summary>
internal sealed class WatchCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string[]> targets = new("TARGET") { Description = "Images or stages of the Buildfile (default: all images).", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> run = new("--run") { Description = "Run a container of the image, and another one in its place when the image has changed." };
    private readonly BuildfileOptions buildfile = new();
    private readonly ContainerOptions container = new();
    private readonly Option<bool> locked = CommonOptions.Locked();
    private readonly Option<string> progressMode = ProgressMode.Option();
    private readonly RemoteCacheOptions remoteCache = new();
    private readonly SshOption ssh = new();
    private readonly Option<string?> timeout = TimeLimit.CreateOptionOfEachBuild();
    private readonly Option<string?> reports = ReportsOption.Create();
    private readonly Option<string> compression = CompressionOption.Create();
    private readonly Option<string> runtime = RuntimeOption.Create();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public WatchCommand(CommandHost host)
        : base(
            "watch",
            "Builds, and builds again whenever the Buildfile or something in the build context changes; says what changed and why a step ran. Goes on where a build fails. Ctrl-C ends it.",
            new CommandExample("buildkit watch", "All images of ./Buildfile"),
            new CommandExample("buildkit watch Api --run --network host -e ASPNETCORE_ENVIRONMENT=Development", "One image, and a container of it that is restarted"))
    {
        this.host = host;
        targets.CompletionSources.Add(_ => TargetCompletions.Of());
        AddName(targets);
        Add(run);
        buildfile.AddTo(this);
        container.AddTo(this, takesInput: false);
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
        BuildfileSelection selection = buildfile.Read(arguments);
        LayerFormat format = CompressionOption.Read(arguments, compression);
        string? folder = ReportsOption.Read(arguments, reports);
        TimeSpan? time = TimeLimit.Read(arguments, timeout);
        bool runs = arguments.GetValue(run);
        var request = container.Read(arguments, [], host.Environment);

        // One process builds and runs for as long as it is watched, so where it will need the namespace it has it from the beginning.
        if (UserNamespace.IsNeeded)
        {
            host.Terminal.Flush();
            return await UserNamespace.ReexecuteAsync(SandboxLauncher.Find(), host.Arguments, ct).ConfigureAwait(false);
        }

        // Standard output is the container's where there is one, and a program's where that reads the progress; a live tree and a container's lines do not go together.
        string mode = arguments.GetRequiredValue(progressMode);
        TextOutput progress = runs ? host.Terminal.Error : host.Terminal.Output;
        TextOutput told = mode == "json" ? host.Terminal.Error : progress;
        var sandbox = new DeferredSandbox(host, arguments.GetRequiredValue(runtime));
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var caches = remoteCache.Read(arguments, registries);
        var files = new WatchedFiles(selection, host.Store.Paths.Root, ct);
        if (folder is not null && files.Watches(Path.GetFullPath(folder)))
        {
            throw new BuildKitException(
                CommandLineErrorCodes.Usage,
                $"--reports '{folder}' is in the build context, so what a build brings out there would begin the next build.",
                $"Give it a folder outside of the context, or one called {ReportFolders.DefaultName}, which every context leaves out.");
        }

        var build = new WatchBuild(host, registries, sandbox, files)
        {
            Buildfile = selection,
            Targets = arguments.GetValue(targets) ?? [],
            CreateProgress = () => ProgressMode.Create(runs && mode == "auto" ? "plain" : mode, progress),
            LayerFormat = format,
            Policy = arguments.GetValue(locked) ? PullPolicy.Locked : PullPolicy.Missing,
            RemoteCache = caches,
            SshAgents = ssh.Read(arguments),
            Reports = folder,
            Timeout = time,
            Runs = runs,
        };
        var watched = runs ? new WatchedContainer(host, sandbox, request) : null;
        try
        {
            await new WatchSession(files, build, watched, told, new ErrorReporter(host.Terminal.Error, host.Environment.ContainsKey("BUILDKIT_DEBUG"))).RunAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            if (watched is not null)
            {
                await watched.DisposeAsync().ConfigureAwait(false);
            }
        }

        return ExitCodes.Success;
    }
}
