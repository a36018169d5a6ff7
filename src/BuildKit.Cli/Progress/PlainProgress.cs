using System.Globalization;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Events;
using BuildKit.Graph.Steps;

namespace BuildKit.Cli.Progress;

/// <summary>A line for everything that happens, for logs: <c>#3 [Build 2/6] Run dotnet restore</c>, then <c>#3 0.41 its output</c>.</summary>
internal sealed class PlainProgress(TextOutput output) : IBuildProgress
{
    private static readonly StepLabel Unknown = new(0, "", 0, 0, "");
    private readonly Dictionary<StepRef, TimeSpan> started = [];
    private readonly Dictionary<StepRef, long> shownBytes = [];
    private readonly PlainTests tests = new(output);
    private StepLabels? labels;

    /// <inheritdoc />
    public void Begin(StepLabels steps) => labels = steps;

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        switch (buildEvent)
        {
            case StepStarted begin:
                started[begin.Step] = begin.Elapsed;
                if (Label(begin.Step) is { IsShown: true } label)
                {
                    output.Line($"{Number(label)} {label.Position} {label.Text}");
                }

                break;
            case StepOutput line:
                output.Line($"{Number(Label(line.Step))} {Since(line.Step, line.Elapsed)} {ControlCharacters.Shown(line.Line)}");
                break;
            case StepTransferred moved:
                OnTransferred(moved);
                break;
            case StepCompleted end:
                OnCompleted(end);
                break;
            default:
                if (NoticeText.Of(output, buildEvent) is { } notice)
                {
                    output.Line(notice);
                }

                tests.On(buildEvent);
                break;
        }
    }

    /// <inheritdoc />
    public void Complete(BuildSummary summary)
    {
        foreach (string line in summary.Lines(output))
        {
            output.Line(line);
        }
    }

    /// <inheritdoc />
    public void Delivered(DeliveredImage delivery) =>
        output.Line($"{delivery.Kind} {output.Styled(TextStyle.Strong, delivery.Place)}  {output.Styled(TextStyle.Accent, delivery.Digest.ToString())}");

    /// <inheritdoc />
    public void Fail(Exception exception) => output.Flush();

    /// <inheritdoc />
    public void Dispose() => output.Flush();

    private void OnTransferred(StepTransferred moved)
    {
        // A log wants to know that it goes on, not every block: a line for each tenth, or each 100 MB where the total is not known.
        long unit = Math.Max(moved.Total is > 0 ? moved.Total.Value / 10 : 100_000_000, 10_000_000);
        long last = shownBytes.GetValueOrDefault(moved.Step);
        if (moved.Bytes / unit > last / unit)
        {
            string total = moved.Total is { } bytes ? $" of {Sizes.Bytes(bytes)}" : "";
            output.Line($"{Number(Label(moved.Step))} {Since(moved.Step, moved.Elapsed)} {Sizes.Bytes(moved.Bytes)}{total}");
        }

        shownBytes[moved.Step] = moved.Bytes;
    }

    private void OnCompleted(StepCompleted end)
    {
        StepLabel label = Label(end.Step);
        if (!label.IsShown && end.Outcome is not StepOutcome.Failed)
        {
            return;
        }

        string added = end.LayerBytes > 0 ? $", {Sizes.Bytes(end.LayerBytes)}" : "";
        string text = end.Outcome switch
        {
            StepOutcome.Cached => $"{label.Position} {output.Styled(TextStyle.Good, "CACHED")} {label.Text}",
            StepOutcome.Ran => output.Styled(TextStyle.Faint, $"done in {Sizes.Duration(end.Duration)}{added}"),
            StepOutcome.Failed when started.ContainsKey(end.Step) => output.Styled(TextStyle.Error, $"FAILED after {Sizes.Duration(end.Duration)}"),
            StepOutcome.Failed => $"{label.Position} {output.Styled(TextStyle.Error, "FAILED")} {label.Text}",
            _ => output.Styled(TextStyle.Warning, "stopped"),
        };
        string? note = end.Remote is { } remote ? "from " + remote : end.Reason;
        string reason = note is null ? "" : output.Styled(TextStyle.Faint, $" ({ControlCharacters.Shown(note)})");
        output.Line($"{(label.IsShown ? Number(label) + " " : "")}{text}{reason}");
    }

    private StepLabel Label(StepRef step) => labels?[step] ?? Unknown;

    private string Number(StepLabel label) => output.Styled(TextStyle.Accent, $"#{label.Number}");

    private string Since(StepRef step, TimeSpan now) =>
        (now - started.GetValueOrDefault(step, now)).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
}
