using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Locking;
using BuildKit.Engine.Bases;
using BuildKit.Facts.Remotes;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit update [NAME...]</c></summary>
internal sealed class UpdateCommand : ToolCommand
{
    private const int AskedAtOnce = 8;

    private readonly CommandHost host;
    private readonly Argument<string[]> names = new("NAME")
    {
        Description = "Bases, downloads and checkouts of the Buildfile: a reference or URL, or its end such as 'dotnet/sdk' (default: all).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly BuildfileOptions buildfile = new();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public UpdateCommand(CommandHost host)
        : base(
            "update",
            "Asks what the tags of the bases name now and what the URLs of downloads give, and which commits the branches and tags of checkouts mean; pins that in buildkit.lock, and says what moved. Builds nothing.",
            new CommandExample("buildkit update", "Everything that ./Buildfile has from elsewhere"),
            new CommandExample("buildkit update dotnet/sdk", "One of them"))
    {
        this.host = host;
        AddName(names);
        buildfile.AddTo(this);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        LoadedBuildfile loaded = new BuildfileLoader(host, registries, PullPolicy.Missing).Load(buildfile.Read(arguments), ct);
        LockedBases chosen = LockedBases.Of(loaded).Select(loaded.Path, arguments.GetValue(names) ?? []);
        var resolver = new BaseResolver(new BaseSources(host.Store, registries, Path.Combine(loaded.Directory, BuildfileLoader.LockFileName)) { Git = new GitRemotes() }, PullPolicy.Always);
        resolver.CheckLock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(chosen.Bases, options, async (known, stop) => await resolver.ResolveAsync(known.Reference, known.Platform, stop).ConfigureAwait(false)).ConfigureAwait(false);
        await Parallel.ForEachAsync(chosen.Downloads, options, async (url, stop) => await resolver.Downloads.ResolveAsync(url, stop).ConfigureAwait(false)).ConfigureAwait(false);
        await Parallel.ForEachAsync(chosen.Checkouts, options, async (known, stop) => await resolver.Checkouts.ResolveAsync(known.Url, known.Reference, stop).ConfigureAwait(false)).ConfigureAwait(false);
        LockChange change = await resolver.SaveLockAsync(ct).ConfigureAwait(false);
        LockChangeText.Write(host.Terminal.Output, change, "Nothing has moved.");
        return ExitCodes.Success;
    }
}
