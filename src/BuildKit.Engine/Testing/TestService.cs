using System.Diagnostics;
using System.Globalization;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Engine.Testing;

/// <summary>The service under test while it runs. Disposing ends it with everything that it started.</summary>
internal sealed class TestService : IAsyncDisposable
{
    /// <summary>Between two looks at the network's sockets, which take some ten microseconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource stop;
    private readonly ServiceStart start;
    private readonly Task<SandboxExit> run;

    /// <summary>Starts it.</summary>
    internal TestService(ISandbox sandbox, SandboxSpec spec, ServiceStart start, RunOutput output, CancellationToken ct)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        this.start = start;
        run = RunAsync(sandbox, spec, output, stop.Token);
    }

    /// <summary>Completes when the service ends by itself.</summary>
    internal Task Ended => run;

    /// <summary>Whether it has ended by itself.</summary>
    internal bool HasEnded => run.IsCompleted;

    /// <summary>Returns when the port is listened on.</summary>
    /// <exception cref="TestFailedException">It is not in time, or the service ends, which is told at once.</exception>
    internal async Task WaitUntilReadyAsync(SandboxNetwork network, CancellationToken ct)
    {
        long began = Stopwatch.GetTimestamp();
        while (network.ListeningPorts() is var ports && !ports.Contains(start.Port))
        {
            if (HasEnded)
            {
                throw await FailureAsync("before it was ready");
            }

            if (Stopwatch.GetElapsedTime(began) >= start.Timeout)
            {
                throw new TestFailedException(new TestFailure(NotReady(ports), start.Origin, null, null));
            }

            await Task.WhenAny(run, Task.Delay(Pause, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What a service that ended by itself means for the test.</summary>
    /// <param name="when">Such as <c>before it was ready</c>.</param>
    internal async Task<TestFailedException> FailureAsync(string when)
    {
        try
        {
            SandboxExit exit = await run;
            string how = exit switch
            {
                { OutOfMemory: true } => "was killed for want of memory",
                { Signal: { } signal } => $"was ended by signal {signal.ToString(CultureInfo.InvariantCulture)}",
                _ => $"exited with code {exit.ExitCode.ToString(CultureInfo.InvariantCulture)}",
            };
            var cause = new BuildKitException(ExecutionErrorCodes.ServiceEnded, $"The service {how} {when}.", "Look at its last output; a service runs until the test's steps are done.");
            return new TestFailedException(new TestFailure(cause, start.Origin, null, exit.ExitCode));
        }
        catch (BuildKitException cause)
        {
            return new TestFailedException(new TestFailure(cause, start.Origin, null, null));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await run;
        }
        catch (Exception exception) when (exception is OperationCanceledException or BuildKitException)
        {
            // It was stopped, or its failure has been told.
        }

        stop.Dispose();
    }

    private BuildKitException NotReady(IReadOnlyList<int> ports)
    {
        string seconds = start.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        string others = ports.Count == 0 ? "It listens on none." : $"It listens on {string.Join(", ", ports)}.";
        return new BuildKitException(
            ExecutionErrorCodes.ServiceNotReady,
            $"The service did not listen on port {start.Port.ToString(CultureInfo.InvariantCulture)} within {seconds} s. {others}",
            "Look at its last output; give Start the port that the service listens on, or a longer timeout.");
    }

    private static async Task<SandboxExit> RunAsync(ISandbox sandbox, SandboxSpec spec, RunOutput output, CancellationToken ct)
    {
        SandboxExit exit = await sandbox.RunAsync(spec, output, ct);
        output.Warn(exit);
        return exit;
    }
}
