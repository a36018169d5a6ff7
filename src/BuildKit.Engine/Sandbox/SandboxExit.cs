using System.Collections.Immutable;

namespace BuildKit.Engine.Sandbox;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">0 to 255; 128 plus the signal's number where a signal ended it.</param>
/// <param name="Signal">The signal's number, or null where the process exited by itself.</param>
/// <param name="TimedOut">Whether it was killed because its time was over.</param>
/// <param name="OutOfMemory">Whether the kernel killed a process of it at its memory limit.</param>
public sealed record SandboxExit(int ExitCode, int? Signal, bool TimedOut, bool OutOfMemory)
{
    /// <summary>
    /// Absolute paths in the root that did not exist and were made as mount points or their parents, parents first. A commit of the
    /// upper directory leaves out those that are still empty.
    /// </summary>
    public ImmutableArray<string> Stubs { get; init; } = [];

    /// <summary>The first file that a step gave to an owner without an id in this user namespace, which the kernel refused; null where there was none.</summary>
    public ForeignOwner? ForeignOwner { get; init; }

    /// <summary>What could not be enforced on this machine, one <c>warning CODE: sentence</c> each; a sandbox says each sentence once in its life.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
