using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit push NAME [REF]</c></summary>
internal sealed class PushCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = new("NAME") { Description = "A name or digest of the local store." };
    private readonly Argument<string?> reference = new("REF") { Description = "Where to: HOST[:PORT]/NAME[:TAG] (default: NAME itself, where it begins with a host).", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public PushCommand(CommandHost host)
        : base(
            "push",
            "Sends an image of the local store to a registry. What the registry has is not sent again; the tag moves last.",
            new CommandExample("buildkit push api localhost:5000/team/api:1.0", "Push api:latest under another name"),
            new CommandExample("buildkit push registry.example.com/team/api:1.0", "Push an image under the name that 'buildkit tag' gave it"))
    {
        this.host = host;
        name.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(name);
        AddName(reference);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        string text = arguments.GetRequiredValue(name);
        ImageReference target = ImageNames.Parse(arguments.GetValue(reference) ?? text);
        if (target.Registry is null)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.Usage, $"'{target}' names no registry.", $"Say where to: buildkit push {text} HOST[:PORT]/{target.Repository}:TAG");
        }

        LocalImage image = ImageNames.Require(host.Store, text);
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        using var progress = new TransferProgress(host.Terminal.Error, $"Pushing {target}");
        CopyResult result = await ImageTransfer.PushAsync(
            host.Store, registries, image.Manifest, target, ImageTransfer.PossibleBases(host.Store), progress, ct).ConfigureAwait(false);
        progress.Finish();
        host.Terminal.Output.Line($"{ImageNames.Local(target)} is {result.Root.Digest} ({ImageTransfer.Describe(result)})");
        return ExitCodes.Success;
    }
}
