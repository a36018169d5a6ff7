using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit index create NAME IMAGE...</c></summary>
internal sealed class IndexCreateCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = new("NAME") { Description = "The index's name: HOST[:PORT]/NAME[:TAG] puts it into that registry, any other into the local store." };
    private readonly Argument<string[]> images = new("IMAGE")
    {
        Description = "Images for one platform each: of the local store, of a registry, or oci:DIR[:TAG], oci-archive:FILE[:TAG], docker-archive:FILE[:NAME] or dir:DIR.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public IndexCreateCommand(CommandHost host)
        : base(
            "create",
            "Joins images that were built on machines of their own, each for its platform, under one digest. The order of the images is that of the index; in the order of the Buildfile it has the digest that one build for all platforms gives.",
            new CommandExample("buildkit index create registry.example.com/team/api:1.0 registry.example.com/team/api:1.0-amd64 registry.example.com/team/api:1.0-arm64", "After two runners have pushed one image each"),
            new CommandExample("buildkit index create api oci-archive:amd64.tar oci-archive:arm64.tar", "Of two files, into the local store"))
    {
        this.host = host;
        images.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(name);
        AddName(images);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        ImageReference target = ImageNames.Parse(arguments.GetRequiredValue(name));
        if (target.Digest is not null)
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, $"'{target}' names a digest, and an index has that of its content.", "Give a name with a tag.");
        }

        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var found = new List<NamedImage>();
        try
        {
            foreach (string image in arguments.GetRequiredValue(images))
            {
                found.Add(await NamedImage.FindAsync(host, registries, image, ct).ConfigureAwait(false));
            }

            (IImageRepository place, string tag) = target.Registry is null
                ? ((IImageRepository)host.Store, ImageNames.Local(target))
                : (registries.Repository(target), target.TagOrDigest);
            Descriptor index = await JoinedIndex.CreateAsync(found, place, tag, ct).ConfigureAwait(false);
            host.Terminal.Output.Line($"{ImageNames.Local(target)} is {index.Digest}");
            return ExitCodes.Success;
        }
        finally
        {
            foreach (NamedImage image in found)
            {
                await image.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
