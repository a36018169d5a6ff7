using System.Runtime.InteropServices;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Scheduling;
using BuildKit.Oci;

namespace BuildKit.Cli.Errors;

/// <summary>Shows failures on standard error: what, where, what to do next. A stack trace only with BUILDKIT_DEBUG.</summary>
internal sealed class ErrorReporter(TextOutput error, bool debug)
{
    /// <summary>Shows one failure. Errors of a Buildfile have been shown where they were found.</summary>
    public void Show(Exception exception)
    {
        switch (exception)
        {
            case OperationCanceledException:
                error.Line(error.Styled(TextStyle.Warning, "Interrupted."));
                break;
            case BuildfileErrorsException errors:
                error.Line($"{Count(errors.ErrorCount)}; nothing was run.");
                break;
            case FailureShownException { Failure: var shown }:
                error.Line($"{error.Styled(TextStyle.Error, $"error {shown.Code}")}: the build failed, as was shown before the shell.");
                break;
            case StepFailedException failed:
                error.Write(StepFailureText.Of(failed, error));
                error.Flush();
                break;
            case BuildKitException known:
                ShowKnown(known);
                break;
            default:
                ShowDefect(exception);
                break;
        }

        if (debug && exception is not (BuildfileErrorsException or OperationCanceledException))
        {
            foreach (string line in exception.ToString().Split('\n'))
            {
                error.Line(error.Styled(TextStyle.Faint, ControlCharacters.Shown(line.TrimEnd('\r'))));
            }
        }
    }

    private static string Count(int errors) => errors == 1 ? "1 error" : $"{errors} errors";

    // Registries, records and archives have a say in messages.
    private static string Shown(string message) => ControlCharacters.Shown(message.ReplaceLineEndings(" "));

    private void ShowKnown(BuildKitException exception)
    {
        error.Line($"{error.Styled(TextStyle.Error, $"error {exception.Code}")}: {Shown(exception.Message)}");
        if (exception.Advice is { } advice)
        {
            error.Line($"  {Shown(advice)}");
        }
    }

    private void ShowDefect(Exception exception)
    {
        error.Line($"{error.Styled(TextStyle.Error, $"error {CommandLineErrorCodes.Defect}")}: buildkit has a defect: {exception.GetType().Name}: {Shown(exception.Message)}");
        error.Line(
            $"  Please report it with the Buildfile, the command line and the output of the same command with BUILDKIT_DEBUG=1 (buildkit {ToolVersion.Text}, {RuntimeInformation.RuntimeIdentifier}).");
    }
}
