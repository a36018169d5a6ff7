using System.Diagnostics;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>Runs a program to its end, at most ten minutes, in a given folder and environment.</summary>
public sealed class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly ProcessStartInfo start;

    public Command(string program, params IEnumerable<string> arguments)
    {
        start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
    }

    public Command In(string folder)
    {
        start.WorkingDirectory = folder;
        return this;
    }

    public Command With(string variable, string? value)
    {
        start.Environment[variable] = value;
        return this;
    }

    public async Task<CommandResult> RunAsync()
    {
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult($"{start.FileName} {string.Join(' ', start.ArgumentList)}", process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts the program and leaves it running; the caller ends it.</summary>
    public Process Start() => Process.Start(start)!;
}
