using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Locking;
using BuildKit.Engine.Bases;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit lock</c></summary>
internal sealed class LockCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public LockCommand(CommandHost host)
        : base(
            "lock",
            "Pins every base, download and checkout of the Buildfile that buildkit.lock lacks, without building. What is pinned stays as it is.",
            new CommandExample("buildkit lock", "Before a commit, so that 'buildkit build --locked' works"))
    {
        this.host = host;
        buildfile.AddTo(this);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        LoadedBuildfile loaded = new BuildfileLoader(host, registries, PullPolicy.Missing).Load(buildfile.Read(arguments), ct);
        await new BasePinning(loaded.Resolver, loaded.Directory).PinAsync(loaded.Graph, loaded.Graph.Targets, ct).ConfigureAwait(false);
        LockChange change = await loaded.Resolver.SaveLockAsync(ct).ConfigureAwait(false);
        LockChangeText.Write(host.Terminal.Output, change, "buildkit.lock is up to date.");
        return ExitCodes.Success;
    }
}
