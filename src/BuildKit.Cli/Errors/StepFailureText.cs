using System.Text;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Cli.Errors;

/// <summary>A failed step as text: its place in the Buildfile, its command, its last output and its exit code.</summary>
internal static class StepFailureText
{
    private const int OutputLines = 20;
    private const int MaximumColumns = 1000;

    /// <summary>Several lines, each with its line end.</summary>
    public static string Of(StepFailedException failure, TextOutput output)
    {
        var text = new StringBuilder();
        text.Append(DiagnosticText.Of(Diagnostic.Error(failure.Code, failure.Message, failure.Step.Origin), output)).Append('\n');
        if (failure.Step is RunStep run)
        {
            Append(text, output, run.Command.IsShell ? "script" : "command", run.Command.IsShell
                ? run.Command.Arguments[0].Trim('\r', '\n').Split('\n')
                : [string.Join(' ', run.Command.Arguments.Select(Quoted))]);
        }

        if (failure.Output.Length > 0)
        {
            string title = failure.Output.Length > OutputLines ? $"last {OutputLines} lines of output" : "output";
            Append(text, output, title, failure.Output.TakeLast(OutputLines));
        }

        if (failure.ExitCode is { } code)
        {
            text.Append("  ").Append(output.Styled(TextStyle.Faint, "exit code: ")).Append(code).Append('\n');
        }

        if (failure.Advice is { } advice)
        {
            text.Append("  ").Append(advice).Append('\n');
        }

        return text.ToString();
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
