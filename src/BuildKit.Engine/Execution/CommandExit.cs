using System.Globalization;
using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Execution;

/// <summary>Turns the end of a command into a failure where it is one.</summary>
internal static class CommandExit
{
    private const string NoRoom = "The store's disk is full, which may be why: make room there, or set BUILDKIT_HOME to a folder on a larger disk.";

    /// <summary>Throws unless the command exited with 0 and kept its secrets.</summary>
    /// <param name="output">What it printed.</param>
    /// <param name="hasRoom">Whether there was room for its files when it ended.</param>
    /// <param name="refusals">A sentence about hosts that it may not reach and asked for; null where there are none.</param>
    /// <exception cref="CommandFailedException">BK4204 to BK4207; BK4141 where it showed a secret; BK4106 where it gave a file to an owner without an id here, whatever it made of that.</exception>
    internal static void Check(RunStep step, SandboxExit exit, RunOutput output, bool hasRoom, string? refusals = null)
    {
        if (exit is { ExitCode: 0, Signal: null, TimedOut: false, ForeignOwner: null })
        {
            if (output.Shown is { } secret)
            {
                throw new CommandFailedException(
                    ExecutionErrorCodes.SecretInOutput,
                    $"'{step.Display}' printed the secret {secret}, which would be in every log of the build but for the *** in its place.",
                    "Let the command print less of what it knows, such as without set -x, or send its output to /dev/null.", exit.ExitCode, output.Last);
            }

            return;
        }

        (string code, string message, string advice) = exit switch
        {
            { ForeignOwner: { } foreign, TimedOut: false } => (
                ExecutionErrorCodes.LayerNeedsPrivilege,
                $"The command gives '{foreign.Path}' to {NameOf(foreign)}, an owner that this user cannot give a file.",
                "Install newuidmap (Debian: uidmap) and give the user ranges in /etc/subuid and /etc/subgid, or build as root."),
            { TimedOut: true } => (
                ExecutionErrorCodes.CommandTimedOut,
                $"The command took longer than its timeout of {step.Options.Timeout?.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s and was stopped.",
                "Give Run a longer timeout, or find out what it waits for; without network: true there is no network."),
            { OutOfMemory: true } => (
                ExecutionErrorCodes.CommandOutOfMemory,
                $"The command needed more memory than its limit of {LimitOf(step)}.",
                "Give Run a higher memory limit, or let the command do less at a time."),
            { Signal: { } signal } => (
                ExecutionErrorCodes.CommandKilled,
                $"The command was ended by signal {signal.ToString(CultureInfo.InvariantCulture)}.",
                !hasRoom ? NoRoom : "Look at its last output; signal 9 often means that the machine ran out of memory, 11 that the program is broken."),
            _ => (
                ExecutionErrorCodes.CommandFailed,
                $"The command exited with code {exit.ExitCode.ToString(CultureInfo.InvariantCulture)}.",
                !hasRoom ? NoRoom : "Look at its last output."),
        };
        throw new CommandFailedException(code, message, refusals is null ? advice : $"{refusals} {advice}", exit.ExitCode, output.Last);
    }

    // As the Buildfile writes it.
    private static string LimitOf(RunStep step) => step.Options.MemoryBytes switch
    {
        >= 1 << 20 and { } bytes when bytes % (1 << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB"),
        { } bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        null => "the machine's memory",
    };

    private static string NameOf(ForeignOwner owner) => owner switch
    {
        { Uid: -1 } => string.Create(CultureInfo.InvariantCulture, $"the group {owner.Gid}"),
        { Gid: -1 } => string.Create(CultureInfo.InvariantCulture, $"{owner.Uid}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{owner.Uid}:{owner.Gid}"),
    };
}
