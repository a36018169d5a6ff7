using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Store;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit images</c></summary>
internal sealed class ImagesCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Only the names, a line each." };
    private readonly Option<bool> noTruncation = new("--no-trunc") { Description = "Digests in full." };

    /// <summary>Creates the command.</summary>
    public ImagesCommand(CommandHost host)
        : base(
            "images",
            "Lists the images of the local store.",
            new CommandExample("buildkit images", "Names, digests, platforms and sizes"),
            new CommandExample("buildkit images --quiet", "Names for a script"))
    {
        this.host = host;
        Add(quiet);
        Add(noTruncation);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        TextOutput output = host.Terminal.Output;
        if (arguments.GetValue(quiet))
        {
            foreach (LocalImage image in host.Store.Images())
            {
                output.Line(image.Name);
            }

            return ExitCodes.Success;
        }

        var table = new TextTable("NAME", "DIGEST", "PLATFORM", "SIZE");
        foreach (LocalImage image in host.Store.Images())
        {
            ImageSummary summary = await ImageSummary.ReadAsync(host.Store, image.Manifest, ct).ConfigureAwait(false);
            string digest = image.Manifest.Digest.ToString();
            table.Add(
                image.Name,
                arguments.GetValue(noTruncation) ? digest : digest[..Math.Min(digest.Length, "sha256:".Length + 12)],
                string.Join(", ", summary.Platforms),
                Sizes.Bytes(summary.Size));
        }

        table.WriteTo(output);
        return ExitCodes.Success;
    }
}
