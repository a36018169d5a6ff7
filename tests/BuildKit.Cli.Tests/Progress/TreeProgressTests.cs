using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Events;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BuildKit.Cli.Tests.Progress;

public sealed class TreeProgressTests
{
    private static readonly StepLabel Make = new(3, "Build", 3, 3, "Run make all");
    private static readonly StepLabel Pull = new(4, "Api", 1, 2, "From localhost:5000/runtime:1");

    [Fact]
    public void The_tree_shows_what_runs_with_its_last_lines_its_time_and_its_bytes()
    {
        var make = new RunningStep(Make, TimeSpan.FromSeconds(1));
        foreach (int i in Enumerable.Range(1, 6))
        {
            make.AddLine($"line {i}");
        }

        var pull = new RunningStep(Pull, TimeSpan.FromSeconds(2));
        pull.SetTransferred(12_100_000, 80_000_000);
        string expected = """
            Building  2 of 6 steps  4.5 s
            ├── Build
            │   └── Run make all                                  3.5 s
            │       line 3
            │       line 4
            │       line 5
            │       line 6
            └── Api
                └── From localhost:5000/run…  12.1 MB of 80.0 MB  2.5 s
            """;
        Assert.Equal(Lines(expected), Lines(Draw([make, pull], 60, 20)));
    }

    [Theory]
    [InlineData(50, 10)]
    [InlineData(80, 12)]
    [InlineData(200, 50)]
    public void The_tree_is_never_larger_than_the_terminal(int width, int height)
    {
        RunningStep[] running = [.. Enumerable.Range(1, 30).Select(i => new RunningStep(new StepLabel(i, $"Stage{i % 3}", i, 30, new string('x', 300)), TimeSpan.Zero))];
        foreach (RunningStep step in running)
        {
            step.AddLine(new string('y', 500));
            step.SetTransferred(1, 2);
        }

        string[] lines = Lines(Draw(running, width, height));
        Assert.InRange(lines.Length, 2, height);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void A_build_that_is_wholly_cached_draws_only_its_summary()
    {
        using var stream = new MemoryStream();
        using (var output = new TextOutput(stream, isTerminal: true, useColor: false))
        {
            using var progress = new TreeProgress(output);
            progress.Begin(RecordedBuild.Labels);
            foreach (BuildEvent buildEvent in RecordedBuild.Events.Where(item => item is StepCompleted { Outcome: StepOutcome.Cached }))
            {
                progress.On(buildEvent);
            }

            progress.Complete(BuildSummary.Of(RecordedBuild.Result, RecordedBuild.Labels));
        }

        string text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        Assert.DoesNotContain('\e', text);
        Assert.Equal(2, text.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData(49, 40, false)]
    [InlineData(120, 9, false)]
    [InlineData(50, 10, true)]
    public void A_terminal_that_is_too_small_gets_plain_lines(int columns, int rows, bool expected) => Assert.Equal(expected, TreeProgress.Fits(columns, rows));

    private static string Draw(IReadOnlyCollection<RunningStep> running, int width, int height)
    {
        IRenderable tree = LiveTree.Draw("Building  2 of 6 steps", running, TimeSpan.FromSeconds(4.5), width, height);
        var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(tree);
        return writer.ToString();
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
}
