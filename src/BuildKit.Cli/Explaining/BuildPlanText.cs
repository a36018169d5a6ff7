using System.Collections.Immutable;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Explaining;

namespace BuildKit.Cli.Explaining;

/// <summary>What <c>buildkit plan</c> shows to people.</summary>
internal static class BuildPlanText
{
    /// <summary>A line for each step that does something, and one with their numbers.</summary>
    public static void Write(TextOutput output, ImmutableArray<PlannedStep> steps, StepLabels labels)
    {
        PlannedStep[] shown = [.. steps.Where(step => labels[step.Step].IsShown || step.Forecast is StepForecast.Runs)];
        foreach (PlannedStep step in shown)
        {
            StepLabel label = labels[step.Step];
            string word = step.After is { } after ? $"depends on {labels[after].Position}" : ForecastNames.Of(step.Forecast);
            string reason = step.Reason is null ? "" : $" ({ControlCharacters.Shown(step.Reason)})";
            output.Line($"{label.Position} {label.Text}: {output.Styled(step.Forecast == StepForecast.Cached ? TextStyle.Faint : TextStyle.Strong, word)}{reason}");
        }

        output.Line($"{shown.Length} steps: {Count(StepForecast.Cached)} cached, {Count(StepForecast.Runs) + Count(StepForecast.Pulls)} to do, {Count(StepForecast.Depends)} behind them");
        if (Count(StepForecast.Depends) > 0)
        {
            output.Line("A step behind another one runs unless what it reads of it stays the same.");
        }

        int Count(StepForecast forecast) => shown.Count(step => step.Forecast == forecast);
    }
}
