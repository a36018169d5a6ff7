using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Engine.Store;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit tag NAME NEW</c></summary>
internal sealed class TagCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = new("NAME") { Description = "A name or digest of the local store." };
    private readonly Argument<string> newName = new("NEW") { Description = "The further name: NAME[:TAG], with a registry's host in front where it is to be pushed." };

    /// <summary>Creates the command.</summary>
    public TagCommand(CommandHost host)
        : base(
            "tag",
            "Gives an image of the local store a further name; a name that another image had moves.",
            new CommandExample("buildkit tag api api:1.0", "A second local name"),
            new CommandExample("buildkit tag api localhost:5000/team/api:1.0", "The name that 'buildkit push' sends it to"))
    {
        this.host = host;
        name.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(name);
        AddName(newName);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        LocalImage image = ImageNames.Require(host.Store, arguments.GetRequiredValue(name));
        string target = ImageNames.Local(ImageNames.Parse(arguments.GetRequiredValue(newName)));
        await host.Store.TagAsync(image.Manifest, target, ct).ConfigureAwait(false);
        host.Terminal.Output.Line($"{target} is {image.Manifest.Digest}");
        return ExitCodes.Success;
    }
}
