using System.Diagnostics;
using BuildKit.Tests.Processes;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary><c>buildkit watch</c> that has built once and waits for changes; it is ended with the test.</summary>
public sealed class Watch : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Told told;

    private Watch(Process process)
    {
        this.process = process;
        told = new Told(process.StandardError);
        output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts it and waits until it has built.</summary>
    public static async Task<Watch> StartAsync(Command command)
    {
        var watch = new Watch(command.Start());
        try
        {
            await watch.ChangeAsync();
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>All that it says until it has dealt with a change and waits for the next, each line behind a line feed.</summary>
    public Task<string> ChangeAsync() => told.UntilAsync("Ctrl-C ends it");

    /// <summary>Sends it SIGINT.</summary>
    /// <returns>The code that it exits with, and what it wrote to standard output.</returns>
    public async Task<(int ExitCode, string Output)> InterruptAsync()
    {
        (await new Command("kill", "-INT", $"{process.Id}").RunAsync()).ShouldExit(0);
        await told.UntilAsync("Interrupted.");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }
}
