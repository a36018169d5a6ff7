using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Builds;
using BuildKit.Engine.Events;

namespace BuildKit.Cli.Explaining;

/// <summary>What <c>buildkit builds</c> and <c>buildkit show</c> say to people.</summary>
internal static class BuildRecordText
{
    /// <summary>A table with a line for each build.</summary>
    public static void WriteList(TextOutput output, ImmutableArray<BuildRecord> builds)
    {
        var table = new TextTable("BUILD", "TIME", "STEPS", "RESULT", "BUILDFILE");
        foreach (BuildRecord build in builds)
        {
            int ran = build.Steps.Count(step => step.Outcome == StepOutcome.Ran);
            table.Add(
                build.Id,
                Sizes.Duration(build.Duration),
                $"{ran} of {build.Steps.Length} ran",
                build.Failure is { } failure ? $"failed: {failure.Code}" : "succeeded",
                ControlCharacters.Shown(build.Buildfile));
        }

        table.WriteTo(output);
    }

    /// <summary>One build: its steps, then its images or why it failed.</summary>
    public static void Write(TextOutput output, BuildRecord build)
    {
        output.Line($"{build.Id}  {build.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC  {ControlCharacters.Shown(build.Buildfile)}");
        if (!build.Parameters.IsEmpty)
        {
            output.Line($"  with {string.Join(", ", build.Parameters.Select(ControlCharacters.Shown))} set");
        }

        foreach (RecordedStep step in build.Steps)
        {
            string size = step.LayerBytes > 0 && step.Outcome == StepOutcome.Ran ? $", {Sizes.Bytes(step.LayerBytes)}" : "";
            string time = step.Outcome == StepOutcome.Ran ? $" in {Sizes.Duration(step.Duration)}" : "";
            string reason = step.Reason is null ? "" : $" ({ControlCharacters.Shown(step.Reason)})";
            output.Line($"{step.Position} {ControlCharacters.Shown(step.Text)}: {step.Outcome.ToString().ToLowerInvariant()}{time}{size}{reason}");
        }

        foreach (RecordedImage image in build.Images)
        {
            output.Line($"{image.Name}  {image.Digest}");
        }

        if (build.Failure is { } failure)
        {
            string code = failure.ExitCode is { } exit ? string.Create(CultureInfo.InvariantCulture, $" (exit code {exit})") : "";
            output.Line(output.Styled(TextStyle.Error, $"failed after {Sizes.Duration(build.Duration)}: {failure.Position} {failure.Code}{code}: {ControlCharacters.Shown(failure.Message)}"));
            foreach (string line in failure.Output)
            {
                output.Line("  " + ControlCharacters.Shown(line));
            }
        }
        else
        {
            output.Line($"succeeded in {Sizes.Duration(build.Duration)}");
        }
    }
}
