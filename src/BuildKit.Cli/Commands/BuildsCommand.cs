using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Explaining;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Builds;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit builds</c></summary>
internal sealed class BuildsCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Option<bool> json = new("--json") { Description = "Print the builds as JSON (schemas/builds.schema.json)." };

    /// <summary>Creates the command.</summary>
    public BuildsCommand(CommandHost host)
        : base(
            "builds",
            "Lists the last hundred builds in which something ran, the newest first.",
            new CommandExample("buildkit builds", "When, of what, how long, and how they ended"),
            new CommandExample("buildkit show last", "What ran in the newest one, and why"))
    {
        this.host = host;
        Add(json);
    }

    /// <inheritdoc />
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        var builds = new BuildHistory(host.Store).All();
        if (arguments.GetValue(json))
        {
            host.Terminal.Output.Write(BuildsDocument.Write(builds));
        }
        else
        {
            BuildRecordText.WriteList(host.Terminal.Output, builds);
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
