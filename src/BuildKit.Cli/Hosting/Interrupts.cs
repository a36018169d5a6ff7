using System.Runtime.InteropServices;
using BuildKit.Cli.Errors;

namespace BuildKit.Cli.Hosting;

/// <summary>
/// Ctrl-C and its kin: the first SIGINT, SIGTERM or SIGHUP cancels what runs, which stops and cleans up; the second ends the process
/// at once (what runs in a sandbox ends with it).
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int count;

    /// <summary>Begins to listen.</summary>
    public Interrupts() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref count) > 1)
        {
            Environment.Exit(ExitCodes.Interrupted);
        }

        source.Cancel();
    }
}
