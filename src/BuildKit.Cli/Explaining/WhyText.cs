using System.Collections.Immutable;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Builds;
using BuildKit.Engine.Events;
using BuildKit.Engine.Explaining;
using BuildKit.Graph.Steps;

namespace BuildKit.Cli.Explaining;

/// <summary>What <c>buildkit why</c> shows.</summary>
internal sealed class WhyText(TextOutput output, StepLabels labels)
{
    private const int MostFiles = 10;
    private const string Unknown = "nothing like it was known";

    /// <summary>Each step that a build would run or pull, or whose base is another one, with all that differs from the last build.</summary>
    /// <param name="allFiles">Whether files are listed whatever their number.</param>
    /// <returns>How many steps there were.</returns>
    public int Write(ImmutableArray<PlannedStep> steps, bool allFiles)
    {
        PlannedStep[] told = [.. steps.Where(step => step.Forecast != StepForecast.Cached || !step.Changes.IsEmpty).Where(step => IsShown(step.Step) || step.Forecast == StepForecast.Runs)];
        foreach (PlannedStep step in told)
        {
            StepLabel label = labels[step.Step];
            string word = step.After is { } after ? $"depends on {labels[after].Position}" : ForecastNames.Of(step.Forecast);
            output.Line($"{label.Position} {label.Text}: {output.Styled(TextStyle.Strong, word)}");
            WriteChanges(step, allFiles);
        }

        return told.Length;
    }

    /// <summary>Why steps ran in a build that is over.</summary>
    /// <param name="positions">Which steps, as the build showed them.</param>
    public void WritePast(BuildRecord build, IReadOnlySet<string> positions)
    {
        RecordedStep[] ran = [.. build.Steps.Where(step => step.Outcome == StepOutcome.Ran && positions.Contains(step.Position))];
        output.Line($"In build {build.Id}:");
        foreach (RecordedStep step in ran)
        {
            output.Line($"{step.Position} {ControlCharacters.Shown(step.Text)}: {output.Styled(TextStyle.Strong, "ran")}");
            output.Line("  " + ControlCharacters.Shown(step.Reason ?? Unknown));
        }
    }

    private bool IsShown(StepRef step) => labels[step].IsShown;

    private void WriteChanges(PlannedStep step, bool allFiles)
    {
        // What stands behind another step has a reason in that one, and may have others of its own.
        ImmutableArray<string> changes = step.Changes.IsEmpty && step.After is null ? [step.Reason ?? Unknown] : step.Changes;
        foreach (string change in changes)
        {
            output.Line("  " + ControlCharacters.Shown(change));
        }

        int shown = allFiles || step.Files.Length <= MostFiles + 1 ? step.Files.Length : MostFiles;
        foreach (string file in step.Files.Take(shown))
        {
            output.Line("    " + ControlCharacters.Shown(file));
        }

        if (shown < step.Files.Length)
        {
            StepLabel label = labels[step.Step];
            output.Line($"    and {step.Files.Length - shown} more; 'buildkit why {label.Scope}/{label.Index}' lists them all");
        }
    }
}
