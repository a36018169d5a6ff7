using System.Collections.Immutable;

namespace BuildKit.Engine.Sandbox;

/// <summary>What the launcher enforces by itself, in the words of the OCI runtime specification, for runc and crun.</summary>
internal static class RuntimePolicy
{
    /// <summary>Docker's default capabilities (src/sandbox/privileges.c).</summary>
    public static ImmutableArray<string> Capabilities { get; } =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP",
        "CAP_SETFCAP", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SYS_CHROOT", "CAP_MKNOD", "CAP_AUDIT_WRITE",
    ];

    /// <summary>Paths that show nothing (src/sandbox/system.c).</summary>
    public static ImmutableArray<string> MaskedPaths { get; } =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug",
        "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/firmware", "/sys/devices/virtual/powercap", "/sys/fs/cgroup",
    ];

    /// <summary>Paths that cannot be written (src/sandbox/system.c).</summary>
    public static ImmutableArray<string> ReadOnlyPaths { get; } = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>The flags of <c>clone</c> that make namespaces (sched.h).</summary>
    public static ImmutableArray<ulong> NamespaceFlags { get; } =
        [0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000];

    /// <summary>Requests of <c>ioctl</c> that put input into a terminal: TIOCSTI and TIOCLINUX.</summary>
    public static ImmutableArray<ulong> DeniedRequests { get; } = [0x5412, 0x541c];

    /// <summary>Socket families that reach the machine below: AF_VSOCK and AF_ALG.</summary>
    public static ImmutableArray<ulong> DeniedFamilies { get; } = [40, 38];

    /// <summary>System calls with the error number that they give, from the list that the launcher's filter is made of.</summary>
    public static ImmutableArray<(string Name, int Error)> DeniedCalls { get; } = ReadDeniedCalls();

    private static ImmutableArray<(string Name, int Error)> ReadDeniedCalls()
    {
        const int OperationNotPermitted = 1;
        const int NotImplemented = 38;
        using var stream = typeof(RuntimePolicy).Assembly.GetManifestResourceStream("denied.def")
            ?? throw new InvalidOperationException("The list of denied system calls is not in the assembly.");
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n')
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length > 0 && words[0][0] != '#')
                .Select(words => (words[0], words.Length == 1 ? OperationNotPermitted : NotImplemented)),
        ];
    }
}
