using System.Collections.Immutable;
using System.Text;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Testing;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Cli.Errors;

/// <summary>A failed step or test as text: its place in the Buildfile, its command, its last output and its exit code.</summary>
internal static class StepFailureText
{
    private const int OutputLines = 20;
    private const int MaximumColumns = 1000;

    /// <summary>Several lines, each with its line end.</summary>
    public static string Of(StepFailedException failure, TextOutput output)
    {
        var text = new StringBuilder();
        text.Append(DiagnosticText.Of(Diagnostic.Error(failure.Code, failure.Message, failure.Step.Origin), output)).Append('\n');
        AppendCommand(text, output, failure.Step);
        AppendOutput(text, output, "output", failure.Output);
        AppendEnd(text, output, failure.ExitCode, failure.Reports, failure.Advice);
        return text.ToString();
    }

    /// <summary>A failed test in the same form, with the last output of the step that failed and of the service beside it.</summary>
    public static string Of(TestResult result, BuildGraph graph, TextOutput output)
    {
        TestFailure failure = result.Failure ?? throw new ArgumentException("The test did not fail.", nameof(result));
        var text = new StringBuilder();
        text.Append(DiagnosticText.Of(Diagnostic.Error(failure.Cause.Code, $"test {result.Test.Name}: {failure.Cause.Message}", failure.Place), output)).Append('\n');
        if (failure.Step is { } step)
        {
            AppendCommand(text, output, graph[step]);
            AppendOutput(text, output, "output", [.. result.Output.Where(line => line.Step == step).Select(line => line.Text)]);
        }

        AppendOutput(text, output, "output of the service", [.. result.Output.Where(line => line.Step is null).Select(line => line.Text)]);
        AppendEnd(text, output, failure.ExitCode, failure.Reports, failure.Cause.Advice);
        return text.ToString();
    }

    private static void AppendCommand(StringBuilder text, TextOutput output, Step step)
    {
        if (step is RunStep run)
        {
            Append(text, output, run.Command.IsShell ? "script" : "command", run.Command.IsShell
                ? run.Command.Arguments[0].Trim('\r', '\n').Split('\n')
                : [string.Join(' ', run.Command.Arguments.Select(Quoted))]);
        }
    }

    private static void AppendOutput(StringBuilder text, TextOutput output, string title, ImmutableArray<string> lines)
    {
        if (lines.Length > 0)
        {
            Append(text, output, lines.Length > OutputLines ? $"last {OutputLines} lines of {title}" : title, lines.TakeLast(OutputLines));
        }
    }

    private static void AppendEnd(StringBuilder text, TextOutput output, int? exitCode, string? reports, string? advice)
    {
        if (exitCode is { } code)
        {
            text.Append("  ").Append(output.Styled(TextStyle.Faint, "exit code: ")).Append(code).Append('\n');
        }

        if (reports is not null)
        {
            text.Append("  ").Append(output.Styled(TextStyle.Faint, "reports: ")).Append(ControlCharacters.Shown(reports)).Append('\n');
        }

        if (advice is not null)
        {
            text.Append("  ").Append(advice).Append('\n');
        }
    }

    private static void Append(StringBuilder text, TextOutput output, string title, IEnumerable<string> lines)
    {
        text.Append("  ").Append(output.Styled(TextStyle.Faint, title + ":")).Append('\n');
        foreach (string line in lines)
        {
            text.Append("    ").Append(ControlCharacters.Shown(Shortened(line.TrimEnd('\r')))).Append('\n');
        }
    }

    // Minified code and progress bars come as lines of many thousand characters, and would push everything else off the screen.
    private static string Shortened(string line) => line.Length <= MaximumColumns ? line : $"{line[..MaximumColumns]}... ({line.Length} characters)";

    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAny(" \t\n'\"\\$&|;<>()*?[]{}~#!`") ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
