using System.Diagnostics;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Events;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Steps;
using Spectre.Console;

namespace BuildKit.Cli.Progress;

/// <summary>
/// A live tree at the end of a terminal: what runs, its last lines, its time and bytes. What ended stays above it as a line. The display
/// begins with the first step that runs: a build that is wholly cached draws nothing but its summary.
/// </summary>
internal sealed class TreeProgress(TextOutput output) : IBuildProgress
{
    /// <summary>Below this the tree would be all ellipses; plain lines are better.</summary>
    public const int LeastColumns = 50;

    /// <summary>Below this the tree would push itself off the screen.</summary>
    public const int LeastRows = 10;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(80);
    private readonly Lock gate = new();
    private readonly Dictionary<StepRef, RunningStep> running = [];
    private readonly Dictionary<string, RunningStep> tests = [];
    private readonly List<string> endedLines = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ManualResetEventSlim stop = new();
    private StepLabels? labels;
    private Thread? display;
    private int ended;
    private int endedTests;

    /// <summary>Whether a terminal of this size has room for the tree.</summary>
    public static bool Fits(int columns, int rows) => columns >= LeastColumns && rows >= LeastRows;

    /// <inheritdoc />
    public void Begin(StepLabels steps) => labels = steps;

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        lock (gate)
        {
            switch (buildEvent)
            {
                case StepStarted begin when Shown(begin.Step) is { } label:
                    running[begin.Step] = new RunningStep(label, clock.Elapsed);
                    display ??= StartDisplay();
                    break;
                case StepOutput line when running.TryGetValue(line.Step, out RunningStep? step):
                    step.AddLine(line.Line);
                    break;
                case StepTransferred moved when running.TryGetValue(moved.Step, out RunningStep? step):
                    step.SetTransferred(moved.Bytes, moved.Total);
                    break;
                case StepCompleted end when Shown(end.Step) is { } label:
                    ended++;
                    running.Remove(end.Step);
                    AddEnded(end, label);
                    break;
                case BuildWarning or CacheExported or ReportsWritten:
                    AddLine(NoticeText.Of(output, buildEvent) ?? "");
                    break;
                case TestStarted begin:
                    tests[begin.Test.Name] = new RunningStep(new StepLabel(0, "Tests", 0, 0, $"{begin.Test.Name} of {begin.Test.Image}"), clock.Elapsed);
                    display ??= StartDisplay();
                    break;
                case TestPrinted printed when tests.TryGetValue(printed.Test.Name, out RunningStep? test):
                    test.AddLine((printed.Line.Step is null ? "service: " : "") + printed.Line.Text);
                    break;
                case TestCompleted end:
                    endedTests++;
                    tests.Remove(end.Result.Test.Name);
                    AddEnded(end.Result);
                    break;
            }
        }
    }

    /// <inheritdoc />
    public void Complete(BuildSummary summary)
    {
        StopDisplay();
        foreach (string line in summary.Lines(output))
        {
            output.Line(line);
        }
    }

    /// <inheritdoc />
    public void Delivered(DeliveredImage delivery) =>
        output.Line($"{delivery.Kind} {output.Styled(TextStyle.Strong, delivery.Place)}  {output.Styled(TextStyle.Accent, delivery.Digest.ToString())}");

    /// <inheritdoc />
    public void Fail(Exception exception) => StopDisplay();

    /// <inheritdoc />
    public void Dispose()
    {
        StopDisplay();
        stop.Dispose();
    }

    private StepLabel? Shown(StepRef step) => labels is not null && labels[step].IsShown ? labels[step] : null;

    private void AddEnded(StepCompleted end, StepLabel label)
    {
        string duration = Sizes.Duration(end.Duration);
        string? line = end.Outcome switch
        {
            StepOutcome.Ran => $"{output.Styled(TextStyle.Good, "✓")} {label.Position} {label.Text}  {output.Styled(TextStyle.Faint, duration)}",
            StepOutcome.Failed => $"{output.Styled(TextStyle.Error, "✗")} {label.Position} {label.Text}  {output.Styled(TextStyle.Faint, duration)}",
            StepOutcome.Cancelled => $"{output.Styled(TextStyle.Warning, "-")} {label.Position} {label.Text}  {output.Styled(TextStyle.Faint, "stopped")}",
            _ => null,
        };
        if (line is not null)
        {
            endedLines.Add(line);
        }
    }

    private void AddEnded(TestResult result)
    {
        string mark = result.Failure is null ? output.Styled(TextStyle.Good, "✓") : output.Styled(TextStyle.Error, "✗");
        AddLine($"{mark} [{result.Test.Name}] {PlainTests.Outcome(output, result)}");
    }

    private void AddLine(string line)
    {
        if (display is null)
        {
            output.Line(line);
        }
        else
        {
            endedLines.Add(line);
        }
    }

    private string Title() => endedTests + tests.Count == 0
        ? $"Building  {ended} of {labels?.Total ?? 0} steps"
        : $"Testing  {endedTests} of {labels?.Tests ?? 0} tests";

    private Thread StartDisplay()
    {
        var thread = new Thread(Show) { IsBackground = true, Name = "progress" };
        thread.Start();
        return thread;
    }

    private void StopDisplay()
    {
        stop.Set();
        display?.Join();
        display = null;
    }

    private void Show()
    {
        var screen = new LiveScreen(output);
        bool last;
        do
        {
            last = stop.Wait(FrameTime);
            lock (gate)
            {
                screen.Update(
                    endedLines,
                    last ? null : LiveTree.Draw(Title(), [.. running.Values, .. tests.Values], clock.Elapsed, screen.Columns, screen.Rows - 1));
                endedLines.Clear();
            }
        }
        while (!last);
        screen.Close();
    }
}
