using BuildKit.Cli.Errors;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Scheduling;
using BuildKit.Oci;

namespace BuildKit.Cli.Building;

/// <summary>Shows a failed step and then opens a shell in its files.</summary>
internal sealed class FailureShell(Terminal terminal, IBuildProgress progress)
{
    /// <summary>Whether the failure has been shown.</summary>
    public bool WasOpened { get; private set; }

    /// <summary>Returns when the shell has ended.</summary>
    public async Task OpenAsync(StepFailedException failure, FailedRun run, CancellationToken ct)
    {
        WasOpened = true;
        progress.Fail(failure);
        TextOutput error = terminal.Error;
        error.Write(StepFailureText.Of(failure, error));
        error.Line(error.Styled(TextStyle.Strong, $"This is {ControlCharacters.Shown(run.Shell)} in the files of the failed step. Leave it with exit; nothing that is changed here is kept."));
        terminal.Flush();
        try
        {
            await run.OpenShellAsync(ct).ConfigureAwait(false);
        }
        catch (BuildKitException problem)
        {
            error.Line($"{error.Styled(TextStyle.Warning, $"warning {problem.Code}:")} no shell could be opened: {ControlCharacters.Shown(problem.Message)}");
        }
    }
}
