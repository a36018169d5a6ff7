using System.Globalization;
using BuildKit.Engine.Snapshots;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>
/// Runs processes by an OCI runtime, runc or crun, on a bundle in a temporary folder, which is the private one of a process that has one. The launcher mounts the overlay in a mount
/// namespace of its own and runs the runtime there, in a process namespace of its own too, so that all ends with it.
/// </summary>
/// <param name="launcher">The launcher program.</param>
/// <param name="runtime">The runtime's name, looked up on PATH, or its absolute path.</param>
/// <param name="scratchFolder">An existing folder that bundles are made in and removed from; its owner removes what is left after a kill.</param>
public sealed class OciRuntimeSandbox(SandboxLauncher launcher, string runtime, string scratchFolder) : ISandbox
{
    private const string UnifiedBesideOld = "/sys/fs/cgroup/unified";

    private readonly OnceOnly _warnings = new();
    private int _count;

    /// <inheritdoc />
    public string Name => Path.GetFileName(runtime);

    /// <inheritdoc />
    public Task<SandboxNetwork> CreateNetworkAsync(CancellationToken ct) => SandboxNetwork.CreateAsync(launcher, ct);

    /// <inheritdoc />
    public async Task<SandboxExit> RunAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        var program = FindRuntime();
        var bundle = Directory.CreateDirectory(Path.Combine(spec.PrivateFolder ?? scratchFolder, "bundle-" + Path.GetRandomFileName()));
        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{LinuxProcess.Identity()}-{Interlocked.Increment(ref _count)}");
            var cgroup = RuntimeCgroups.AreWritable() ? name : null;
            bundle.CreateSubdirectory("rootfs");
            bundle.CreateSubdirectory("scratch");
            var log = Path.Combine(bundle.FullName, "log.json");
            await using (var config = File.Create(Path.Combine(bundle.FullName, "config.json")))
            {
                RuntimeBundle.Write(config, spec, cgroup, UserNamespace.IsInside);
            }

            string[] arguments =
            [
                program, "--root", Path.Combine(bundle.FullName, "state"), "--log", log, "--log-format", "json",
                .. cgroup is null ? WithoutCgroup() : [],
                "run", "--bundle", bundle.FullName, name,
            ];
            var request = LaunchRequest.ForRuntime(spec, bundle.FullName, arguments, cgroup, Hidden());
            var exit = await new Launch(launcher, spec.Io, spec.StopSignal).RunAsync(request, output, ct);
            exit = cgroup is null ? exit with { Warnings = [.. exit.Warnings, .. RuntimeCgroups.Warnings(spec, UserNamespace.IsInside)] } : exit;
            if (!exit.TimedOut && !ct.IsCancellationRequested)
            {
                RuntimeLog.ThrowError(log, Name);
            }

            return Interpret(exit, spec);
        }
        finally
        {
            SnapshotStore.RemoveTree(bundle.FullName);
        }
    }

    /// <summary>
    /// A runtime says 128 plus the signal's number for a process that a signal ended, and not whether it was for want of memory: a
    /// process with a memory limit that was killed is taken to have reached it.
    /// </summary>
    private SandboxExit Interpret(SandboxExit exit, SandboxSpec spec)
    {
        const int Kill = 9;
        int? signal = exit.Signal ?? (exit.ExitCode is > 128 and <= 192 ? exit.ExitCode - 128 : null);
        return exit with
        {
            Signal = signal,
            OutOfMemory = signal == Kill && spec.MemoryBytes is not null && !exit.TimedOut,
            Warnings = [.. exit.Warnings.Where(_warnings.IsNew)],
        };
    }

    /// <summary>What lets a runtime go on where it can make no cgroup.</summary>
    private string[] WithoutCgroup() => Name == "crun" ? ["--cgroup-manager", "disabled"] : ["--rootless", "true"];

    /// <summary>crun refuses a machine where the unified hierarchy is mounted beside the old ones; without it in sight it works.</summary>
    private string? Hidden() => Name == "crun" && Directory.Exists(UnifiedBesideOld) ? UnifiedBesideOld : null;

    private string FindRuntime()
    {
        string[] usual = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(usual);
        return folders.Select(folder => Path.GetFullPath(Path.Combine(folder, runtime))).FirstOrDefault(File.Exists)
            ?? throw new BuildKitException(
                ExecutionErrorCodes.RuntimeFailed,
                $"The OCI runtime '{runtime}' is not on PATH.",
                $"Install it (apt-get install {Path.GetFileName(runtime)}), or use --runtime embedded.");
    }
}
