using System.CommandLine;
using System.Text;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Metadata;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit inspect NAME</c></summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = new("NAME") { Description = "A name or digest of the local store, or an image of a registry." };
    private readonly Option<bool> remote = new("--remote") { Description = "Ask the registry even where the local store has the name." };
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public InspectCommand(CommandHost host)
        : base(
            "inspect",
            "Prints what an image is, as JSON (schemas/inspect.schema.json): digests, platforms, configuration, layers and history.",
            new CommandExample("buildkit inspect api | jq '.platforms[0].config'", "How a container of it starts"),
            new CommandExample("buildkit inspect --remote registry.example.com/team/api:1.0", "What a registry has"))
    {
        this.host = host;
        name.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(name);
        Add(remote);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        string text = arguments.GetRequiredValue(name);
        if (!arguments.GetValue(remote) && host.Store.Find(text) is { } image)
        {
            return await PrintAsync(host.Store, image.Name, image.Manifest, ct).ConfigureAwait(false);
        }

        if (!ImageReference.TryParse(text, out ImageReference? reference) || reference.Registry is null)
        {
            throw ImageNames.Unknown(host.Store, text);
        }

        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        RegistryRepository repository = registries.Repository(reference);
        Descriptor root = await repository.ResolveAsync(reference.TagOrDigest, ct).ConfigureAwait(false) ?? throw ImageTransfer.Missing(repository, reference);
        return await PrintAsync(repository, ImageNames.Local(reference), root, ct).ConfigureAwait(false);
    }

    private async Task<int> PrintAsync(IContentStore store, string displayName, Descriptor root, CancellationToken ct)
    {
        byte[] document = await InspectDocument.WriteAsync(store, displayName, root, ct).ConfigureAwait(false);
        host.Terminal.Output.Write(Encoding.UTF8.GetString(document));
        return ExitCodes.Success;
    }
}
