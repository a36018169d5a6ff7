using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Engine.Store;
using BuildKit.Oci.Layouts;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit save NAME... --output LOCATION</c></summary>
internal sealed class SaveCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string[]> names = new("NAME") { Description = "Names or digests of the local store.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> output = ImageOutput.Option(required: true);

    /// <summary>Creates the command.</summary>
    public SaveCommand(CommandHost host)
        : base(
            "save",
            "Writes images of the local store to a file or folder that other tools read.",
            new CommandExample("buildkit save api -o docker-archive:api.tar", "A file for 'docker load'"),
            new CommandExample("buildkit save api worker -o oci:out", "A folder in the OCI image layout, with both images"))
    {
        this.host = host;
        names.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(names);
        Add(output);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        ImageLocation location = ImageOutput.Parse(arguments.GetRequiredValue(output));
        LocalImage[] images = [.. arguments.GetRequiredValue(names).Select(name => ImageNames.Require(host.Store, name)).DistinctBy(image => image.Name)];
        await ImageOutput.WriteAsync(host.Store, images, location, ct).ConfigureAwait(false);
        foreach (LocalImage image in images)
        {
            host.Terminal.Output.Line($"{image.Name} is {image.Manifest.Digest} in {location}");
        }

        return ExitCodes.Success;
    }
}
