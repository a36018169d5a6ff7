using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Explaining;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Engine.Builds;
using BuildKit.Engine.Events;
using BuildKit.Engine.Explaining;
using BuildKit.Oci;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit why [STEP|TARGET]</c></summary>
internal sealed class WhyCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string?> subject = new("STEP|TARGET") { Description = "A step, such as Build/2, or an image or stage (default: all images).", Arity = ArgumentArity.ZeroOrOne };
    private readonly BuildfileOptions buildfile = new();

    /// <summary>Creates the command.</summary>
    public WhyCommand(CommandHost host)
        : base(
            "why",
            "Says what changed since the last build: each argument, variable, file and base. Where nothing did, why steps ran in the last build that ran any.",
            new CommandExample("buildkit why", "All images of ./Buildfile"),
            new CommandExample("buildkit why Build/2", "The second step of a stage, with every file that differs"))
    {
        this.host = host;
        subject.CompletionSources.Add(_ => TargetCompletions.Of());
        AddName(subject);
        buildfile.AddTo(this);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        string? name = arguments.GetValue(subject);
        StepPosition? position = name is null ? null : StepPosition.Parse(name);
        BuildForecast forecast = await BuildForecast
            .OfAsync(host, buildfile.Read(arguments), name is null ? [] : [position?.Target ?? name], ct)
            .ConfigureAwait(false);
        var text = new WhyText(host.Terminal.Output, forecast.Labels);
        ImmutableArray<PlannedStep> steps = position is null ? forecast.Steps : Around(forecast, position);
        if (text.Write(steps, allFiles: position is not null) == 0)
        {
            host.Terminal.Output.Line("Nothing differs from the last build.");
            WritePast(forecast, steps, text);
        }

        return ExitCodes.Success;
    }

    // A step that depends on another one says nothing by itself: the other one comes first.
    private static ImmutableArray<PlannedStep> Around(BuildForecast forecast, StepPosition position)
    {
        PlannedStep step = forecast.Steps.FirstOrDefault(step => forecast.Labels[step.Step] is var label && label.Scope == position.Scope && label.Index == position.Index)
            ?? throw Unknown(forecast.Labels, position);
        return step.After is { } after ? [forecast.Steps.Single(other => other.Step == after), step] : [step];
    }

    private static BuildKitException Unknown(StepLabels labels, StepPosition position)
    {
        StepLabel? near = labels.Needed.Select(step => labels[step]).FirstOrDefault(label => label.Scope == position.Scope && label.IsShown);
        return new BuildKitException(
            CommandLineErrorCodes.UnknownStep,
            $"There is no step {position.Index} of '{position.Scope}'.",
            near is null
                ? $"Write the scope as a build shows it, such as '{labels.Needed.Select(step => labels[step].Scope).FirstOrDefault(scope => scope.StartsWith(position.Target, StringComparison.Ordinal)) ?? position.Target}/1'."
                : $"It has the steps {near.Scope}/1 to {near.Scope}/{near.Count}.");
    }

    private void WritePast(BuildForecast forecast, ImmutableArray<PlannedStep> steps, WhyText text)
    {
        HashSet<string> positions = [.. steps.Select(step => forecast.Labels[step.Step].Position)];
        if (new BuildHistory(host.Store).All().FirstOrDefault(record => record.Buildfile == forecast.Buildfile && record.Steps.Any(
            step => step.Outcome == StepOutcome.Ran && positions.Contains(step.Position))) is { } build)
        {
            text.WritePast(build, positions);
        }
    }
}
