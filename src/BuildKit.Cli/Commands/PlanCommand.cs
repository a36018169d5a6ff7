using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Explaining;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit plan [TARGET...]</c></summary>
internal sealed class PlanCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string[]> targets = new("TARGET") { Description = "Images or stages of the Buildfile (default: all images).", Arity = ArgumentArity.ZeroOrMore };
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<bool> json = new("--json") { Description = "Print the plan as JSON (schemas/plan.schema.json)." };

    /// <summary>Creates the command.</summary>
    public PlanCommand(CommandHost host)
        : base(
            "plan",
            "Says what a build would run, and why. Nothing is run, pulled or pinned, and no registry is asked.",
            new CommandExample("buildkit plan", "All images of ./Buildfile"),
            new CommandExample("buildkit plan Api --json | jq '.steps[] | select(.forecast != \"cached\")'", "For a script"))
    {
        this.host = host;
        targets.CompletionSources.Add(_ => TargetCompletions.Of());
        AddName(targets);
        buildfile.AddTo(this);
        Add(json);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        BuildForecast forecast = await BuildForecast.OfAsync(host, buildfile.Read(arguments), arguments.GetValue(targets) ?? [], ct).ConfigureAwait(false);
        if (arguments.GetValue(json))
        {
            host.Terminal.Output.Write(BuildPlanDocument.Write(forecast.Steps, forecast.Labels));
        }
        else
        {
            BuildPlanText.Write(host.Terminal.Output, forecast.Steps, forecast.Labels);
        }

        return ExitCodes.Success;
    }
}
