using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Sandbox;

/// <summary>Everything about one isolated process. All paths outside the root are absolute paths of the host.</summary>
public sealed record SandboxSpec
{
    /// <summary>The read-only layer folders of the root filesystem, the lowest first; may be empty.</summary>
    public required ImmutableArray<string> Layers { get; init; }

    /// <summary>The folder that takes the changes (overlay's upper directory), or null for a root that forgets them.</summary>
    public string? UpperDirectory { get; init; }

    /// <summary>An empty folder on the same filesystem as the upper directory (overlay's work directory); null without one.</summary>
    public string? WorkDirectory { get; init; }

    /// <summary>The program and its arguments; the program is looked up in the root by the environment's PATH.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>The whole environment; nothing is inherited.</summary>
    public ImmutableArray<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>
    /// A folder in memory that only this process's user can enter and that goes when the process has ended; null where there is none. What of the specification has to be written
    /// down for a runtime is written there and not to a disk, since the environment has secrets.
    /// </summary>
    public string? PrivateFolder { get; init; }

    /// <summary>The absolute directory in the root; made where it is missing, and then no stub.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The user id inside; in a user namespace one that /etc/subuid maps.</summary>
    public int Uid { get; init; }

    /// <summary>The primary group id inside; in a user namespace one that /etc/subgid maps.</summary>
    public int Gid { get; init; }

    /// <summary>The supplementary group ids, at most 256.</summary>
    public ImmutableArray<int> Groups { get; init; } = [];

    /// <summary>The host name seen inside.</summary>
    public string HostName { get; init; } = "buildkit";

    /// <summary>Whether the process shares the host's network; otherwise it has a loopback device of its own.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>The network that the process shares with other sandboxes, in the place of one of its own; never with the host's.</summary>
    public SandboxNetwork? Network { get; init; }

    /// <summary>Mounts, in the order made.</summary>
    public ImmutableArray<SandboxMount> Mounts { get; init; } = [];

    /// <summary>Memory limit in bytes; null for none.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>CPU limit in cores; null for none.</summary>
    public double? Cpus { get; init; }

    /// <summary>The most processes and threads; the default stops a fork bomb while the machine still has numbers for others.</summary>
    public int Pids { get; init; } = ProcessLimit.Default;

    /// <summary>How long it may run; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The signal number that a cancelled process gets ten seconds before everything is killed; a process with
    /// <see cref="SandboxIo.Lines"/> is killed at once.
    /// </summary>
    public int StopSignal { get; init; } = 15;

    /// <summary>How the process is connected to this one's terminal and streams.</summary>
    public SandboxIo Io { get; init; } = SandboxIo.Lines;
}
