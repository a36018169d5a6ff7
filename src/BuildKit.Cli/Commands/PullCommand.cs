using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit pull REF</c></summary>
internal sealed class PullCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> reference = new("REF") { Description = "An image of a registry, its host in front, such as docker.io/library/debian:12." };
    private readonly Option<string?> platform = new("--platform") { Description = "The platform to bring, such as linux/arm64 (default: this machine's).", HelpName = "OS/ARCH" };
    private readonly Option<bool> allPlatforms = new("--all-platforms") { Description = "Bring every platform." };
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public PullCommand(CommandHost host)
        : base(
            "pull",
            "Brings an image of a registry into the local store.",
            new CommandExample("buildkit pull docker.io/library/debian:12", "This machine's platform"),
            new CommandExample("buildkit pull --all-platforms registry.example.com/team/api:1.0", "The whole index, to push it elsewhere unchanged"))
    {
        this.host = host;
        AddName(reference);
        Add(platform);
        Add(allPlatforms);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        ImageReference wanted = ImageNames.Parse(arguments.GetRequiredValue(reference));
        Platform? onePlatform = arguments.GetValue(allPlatforms)
            ? null
            : arguments.GetValue(platform) is { } text ? ImageNames.ParsePlatform(text) : HostPlatform.Current;
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        using var progress = new TransferProgress(host.Terminal.Error, $"Pulling {wanted}");
        CopyResult result = await ImageTransfer.PullAsync(host.Store, registries, wanted, onePlatform, progress, ct).ConfigureAwait(false);
        progress.Finish();
        host.Terminal.Output.Line($"{ImageNames.Local(wanted)} is {result.Root.Digest} ({ImageTransfer.Describe(result)})");
        return ExitCodes.Success;
    }
}
