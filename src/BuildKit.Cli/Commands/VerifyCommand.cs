using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Comparing;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Store;
using BuildKit.Graph.Targets;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit verify TARGET</c></summary>
internal sealed class VerifyCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> target = new("TARGET") { Description = "An image of the Buildfile." };
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<string?> against = new("--against") { Description = "The image to compare with, named as for diff (default: the target's own in the local store).", HelpName = "IMAGE" };
    private readonly Option<bool> json = ComparisonReport.JsonOption();
    private readonly Option<string> progressMode = ProgressMode.Option();
    private readonly Option<string> compression = CompressionOption.Create();
    private readonly Option<string> runtime = RuntimeOption.Create();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public VerifyCommand(CommandHost host)
        : base(
            "verify",
            "Builds an image again in an empty store, with nothing cached, and says in what it differs from the one that is there: layer, step, path and attribute. The local store stays as it is. Exits with 1 where there is a difference.",
            new CommandExample("buildkit verify Api", "Whether the last build can be repeated"),
            new CommandExample("buildkit verify Api --against registry.example.com/team/api:1.0 --json", "Whether this commit gives what was delivered"))
    {
        this.host = host;
        target.CompletionSources.Add(_ => TargetCompletions.Of());
        AddName(target);
        buildfile.AddTo(this);
        Add(against);
        Add(json);
        Add(progressMode);
        Add(compression);
        Add(runtime);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using IBuildProgress progress = ProgressOf(arguments);
        try
        {
            return await NamespaceReentry.RunAsync(host, () => VerifyAsync(arguments, progress, ct), ct).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            progress.Fail(exception);
            throw;
        }
    }

    private IBuildProgress ProgressOf(ParseResult arguments) => (arguments.GetValue(json), arguments.GetRequiredValue(progressMode)) switch
    {
        (true, _) => new SilentProgress(),
        (false, "json") => throw new BuildKitException(CommandLineErrorCodes.Usage, "--progress json is for programs, and the differences would follow as text.", "Give --json, which shows no progress."),
        (false, var mode) => ProgressMode.Create(mode, host.Terminal.Output),
    };

    private static ImageTarget Require(Target chosen) => chosen as ImageTarget ?? throw new BuildKitException(
        CommandLineErrorCodes.NothingToVerify, $"'{chosen.Name}' is a stage, which gives no image to compare with.", "Name an image that is made of it.");

    private async Task<int> VerifyAsync(ParseResult arguments, IBuildProgress progress, CancellationToken ct)
    {
        LayerFormat format = CompressionOption.Read(arguments, compression);
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        LoadedBuildfile loaded = new BuildfileLoader(host, registries, PullPolicy.Locked).Load(buildfile.Read(arguments), ct);
        ImageTarget image = Require(TargetSelection.Select(loaded.Graph, loaded.Path, [arguments.GetRequiredValue(target)])[0]);
        NamedImage expected = await NamedImage.FindAsync(host, registries, arguments.GetValue(against) ?? image.LocalName + ":latest", ct).ConfigureAwait(false);
        await using (expected.ConfigureAwait(false))
        {
            using var fresh = new FreshBuild(host, registries);
            BuildResult result = await fresh.BuildAsync(loaded, [image], new DeferredSandbox(host, arguments.GetRequiredValue(runtime)), format, progress, ct).ConfigureAwait(false);
            NamedImage built = NamedImage.Local(fresh.Store, new LocalImage($"{image.Name}, built again", result.Images[0].Manifest));
            return ComparisonReport.Print(host, [await NamedComparison.CompareAsync(expected, built, ct).ConfigureAwait(false)], arguments.GetValue(json));
        }
    }
}
