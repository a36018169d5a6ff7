namespace BuildKit.Engine.Sandbox;

/// <summary>
/// Whether an OCI runtime can make its cgroup: at the top of every hierarchy that is mounted, which an ordinary user and many an outer
/// container may not write. Where it cannot, it is told to make none, since it would fail.
/// </summary>
internal static class RuntimeCgroups
{
    /// <summary>Whether every hierarchy can be written: the old ones where there are any, else the unified one.</summary>
    public static bool AreWritable() => AreWritable(File.ReadLines("/proc/self/mountinfo"), LinuxProcess.CanWrite);

    /// <summary>The same of given mounts.</summary>
    /// <param name="mounts">Lines as <c>/proc/self/mountinfo</c> has them (proc_pid_mountinfo(5)).</param>
    /// <param name="canWrite">Whether a folder can be written.</param>
    public static bool AreWritable(IEnumerable<string> mounts, Func<string, bool> canWrite)
    {
        var points = mounts
            .Select(line => line.Split(' '))
            .Select(fields => (Point: fields[4], Type: fields[Array.IndexOf(fields, "-") + 1]))
            .ToLookup(mount => mount.Type, mount => mount.Point);
        var hierarchies = points["cgroup"].Any() ? points["cgroup"] : points["cgroup2"];
        return hierarchies.Any() && hierarchies.All(canWrite);
    }

    /// <summary>What the user is told of limits that are asked for and cannot be had, as the launcher says it (src/sandbox/cgroup.c).</summary>
    /// <param name="limitsUser">Whether the kernel counts the processes of the user instead, as in a user namespace.</param>
    public static IEnumerable<string> Warnings(SandboxSpec spec, bool limitsUser)
    {
        if (spec.MemoryBytes is not null)
        {
            yield return $"warning {ExecutionErrorCodes.LimitsUnavailable}: the memory limit is not enforced: no memory cgroup can be written";
        }

        if (spec.Cpus is not null)
        {
            yield return $"warning {ExecutionErrorCodes.LimitsUnavailable}: the CPU limit is not enforced: no cpu cgroup can be written";
        }

        if (!limitsUser)
        {
            yield return $"warning {ExecutionErrorCodes.LimitsUnavailable}: the number of processes is not limited by a cgroup: none can be written";
        }
    }
}
