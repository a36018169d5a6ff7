using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Explaining;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Bases;
using BuildKit.Engine.Explaining;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Registry;

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
        using RegistryClient registries = host.OpenRegistries(insecure: false);
        var loader = new BuildfileLoader(host, registries, PullPolicy.Never) { OnlyKnownBases = true };
        LoadedBuildfile loaded = await loader.Load(buildfile.Read(arguments), ct).PinKnownAsync(ct).ConfigureAwait(false);
        ImmutableArray<Target> chosen = TargetSelection.Select(loaded.Graph, loaded.Path, arguments.GetValue(targets) ?? []);
        var request = new BuildRequest
        {
            Graph = loaded.Graph,
            Targets = chosen,
            ContextDirectory = loaded.ContextDirectory,
            BuildfileDirectory = loaded.Directory,
            Environment = host.Environment,
        };
        var engine = new BuildEngine(host.Store, new DeferredSandbox(host, RuntimeOption.Embedded), loaded.Bases);
        ImmutableArray<PlannedStep> steps = await engine.PlanAsync(request, ct).ConfigureAwait(false);
        StepLabels labels = StepLabels.Of(loaded.Graph, chosen);
        if (arguments.GetValue(json))
        {
            host.Terminal.Output.Write(BuildPlanDocument.Write(steps, labels));
        }
        else
        {
            BuildPlanText.Write(host.Terminal.Output, steps, labels);
        }

        return ExitCodes.Success;
    }
}
