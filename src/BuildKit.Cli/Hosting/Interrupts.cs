using System.Diagnostics;
using System.Runtime.InteropServices;
using BuildKit.Cli.Errors;

namespace BuildKit.Cli.Hosting;

/// <summary>
/// Ctrl-C and its kin: the first SIGINT, SIGTERM or SIGHUP cancels what runs, which stops and cleans up; the second ends the process
/// at once (what runs in a sandbox ends with it). One Ctrl-C may come several times: from the terminal, and passed on by the process outside a
/// user namespace. So what follows sooner than a person presses keys is the same one.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly TimeSpan SameRequest = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Lock gate = new();
    private long? first;

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
        if (IsAnother())
        {
            Environment.Exit(ExitCodes.Interrupted);
        }

        source.Cancel();
    }

    private bool IsAnother()
    {
        lock (gate)
        {
            first ??= Stopwatch.GetTimestamp();
            return Stopwatch.GetElapsedTime(first.Value) > SameRequest;
        }
    }
}
