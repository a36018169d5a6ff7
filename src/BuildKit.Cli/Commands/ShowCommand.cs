using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Explaining;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Builds;
using BuildKit.Oci;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit show BUILD</c></summary>
internal sealed class ShowCommand : ToolCommand
{
    private const string Newest = "last";

    private readonly CommandHost host;
    private readonly Argument<string> build = new("BUILD") { Description = "The id of a build, or how it begins; or 'last'." };
    private readonly Option<bool> json = new("--json") { Description = "Print the build as JSON (schemas/build.schema.json)." };

    /// <summary>Creates the command.</summary>
    public ShowCommand(CommandHost host)
        : base(
            "show",
            "Shows a build that is over: each step, how it ended and why it ran, and the failure with its last output.",
            new CommandExample("buildkit show last", "The newest build"),
            new CommandExample("buildkit show 20260131-1200 --json", "One by the beginning of its id, for a script"))
    {
        this.host = host;
        build.CompletionSources.Add(_ => [Newest, .. new BuildHistory(host.Store).All().Select(record => record.Id)]);
        AddName(build);
        Add(json);
    }

    /// <inheritdoc />
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        BuildRecord found = Find(arguments.GetRequiredValue(build));
        if (arguments.GetValue(json))
        {
            host.Terminal.Output.Write(Encoding.UTF8.GetString(BuildRecordJson.Write(found)) + "\n");
        }
        else
        {
            BuildRecordText.Write(host.Terminal.Output, found);
        }

        return Task.FromResult(ExitCodes.Success);
    }

    private BuildRecord Find(string text)
    {
        var history = new BuildHistory(host.Store);
        ImmutableArray<BuildRecord> found = text == Newest ? [.. history.All().Take(1)] : history.Find(text);
        return found switch
        {
            [var only] => only,
            [] => throw new BuildKitException(CommandLineErrorCodes.UnknownBuild, $"No build '{text}' is known.", "'buildkit builds' lists those that are; a build in which nothing ran is none of them."),
            _ => throw new BuildKitException(
                CommandLineErrorCodes.UnknownBuild, $"'{text}' is the beginning of {found.Length} builds.", $"Write more of it: {string.Join(", ", found.Take(3).Select(record => record.Id))}."),
        };
    }
}
