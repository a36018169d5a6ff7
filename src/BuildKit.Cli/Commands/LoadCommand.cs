using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Oci;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit load LOCATION</c></summary>
internal sealed class LoadCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> location = new("LOCATION")
    {
        Description = "oci:DIR[:TAG], oci-archive:FILE[:TAG], docker-archive:FILE[:NAME] or dir:DIR; a path alone is recognised by what lies there.",
    };

    private readonly Option<string?> tag = new("--tag", "-t") { Description = "The name in the local store (default: the image's own name).", HelpName = "NAME" };

    /// <summary>Creates the command.</summary>
    public LoadCommand(CommandHost host)
        : base(
            "load",
            "Reads images from a file or folder into the local store.",
            new CommandExample("buildkit load api.tar", "A file that 'docker save', 'podman save' or 'buildkit save' wrote"),
            new CommandExample("buildkit load oci:out:1.0 --tag api:1.0", "One image of an OCI layout"))
    {
        this.host = host;
        Add(location);
        Add(tag);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        ImageLocation place = await ImageLocation.RecognizeAsync(arguments.GetRequiredValue(location), ct).ConfigureAwait(false);
        string? wantedName = arguments.GetValue(tag) is { } text ? ImageNames.Local(ImageNames.Parse(text)) : null;
        IImageSource source = await place.OpenAsync(ct).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            ImmutableArray<Descriptor> images = await LoadSource.SelectAsync(source, place, ct).ConfigureAwait(false);
            if (wantedName is not null && images.Length > 1)
            {
                throw new BuildKitException(
                    CommandLineErrorCodes.Usage, $"{place} holds {images.Length} images, and --tag names one.", "Name one of them behind the path, such as PATH:TAG.");
            }

            foreach (Descriptor image in images)
            {
                string name = wantedName ?? LoadSource.NameOf(image, place);
                CopyResult result = await ImageCopy.CopyAsync(
                    source, host.Store, LoadSource.Plain(image), CopyOptions.Default with { Tags = [name] }, null, ct).ConfigureAwait(false);
                host.Terminal.Output.Line($"{name} is {result.Root.Digest} ({ImageTransfer.Describe(result)})");
            }
        }

        return ExitCodes.Success;
    }
}
