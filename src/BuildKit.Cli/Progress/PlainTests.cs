using System.Globalization;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Events;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Targets;

namespace BuildKit.Cli.Progress;

/// <summary>The lines of tests: <c>[Smoke] testing api:latest</c>, then <c>[Smoke] 0.41 service: its output</c>.</summary>
internal sealed class PlainTests(TextOutput output)
{
    private readonly Dictionary<string, TimeSpan> started = [];

    /// <summary>Shows an event of a test; others are none of this.</summary>
    public void On(BuildEvent buildEvent)
    {
        switch (buildEvent)
        {
            case TestStarted begin:
                started[begin.Test.Name] = begin.Elapsed;
                Line(begin.Test, $"testing {begin.Test.Image}");
                break;
            case TestPrinted printed:
                string since = (printed.Elapsed - started.GetValueOrDefault(printed.Test.Name, printed.Elapsed)).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
                Line(printed.Test, $"{since} {(printed.Line.Step is null ? "service: " : "")}{ControlCharacters.Shown(printed.Line.Text)}");
                break;
            case TestCompleted end:
                Line(end.Result.Test, Outcome(output, end.Result));
                break;
        }
    }

    /// <summary>How a test ended, in a few words.</summary>
    public static string Outcome(TextOutput output, TestResult result) => result.Outcome switch
    {
        TestOutcome.Passed => $"{output.Styled(TextStyle.Good, "PASSED")} {output.Styled(TextStyle.Faint, $"in {Sizes.Duration(result.Duration)}")}",
        TestOutcome.Known => $"{output.Styled(TextStyle.Good, "PASSED")} {output.Styled(TextStyle.Faint, "before on this image")}",
        _ => output.Styled(TextStyle.Error, $"FAILED after {Sizes.Duration(result.Duration)}"),
    };

    private void Line(TestTarget test, string text) => output.Line($"{output.Styled(TextStyle.Accent, $"[{test.Name}]")} {text}");
}
