using System.Globalization;
using System.Text;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>The launcher's request: frames <c>key=value</c>, each ended by a NUL, the last one <c>end=</c> (src/sandbox/request.c reads it).</summary>
internal sealed class LaunchRequest
{
    /// <summary>What overlayfs takes (OVL_MAX_STACK of the kernel).</summary>
    private const int MaxLayers = 500;

    private readonly MemoryStream _frames = new();

    /// <summary>What an isolated process needs.</summary>
    public static byte[] ForSandbox(SandboxSpec spec)
    {
        var request = new LaunchRequest();
        request.AddRoot(spec);
        request.AddAll("arg", spec.Arguments);
        request.AddAll("env", spec.Env.Select(variable => variable.ToString()));
        request.Add("cwd", spec.WorkingDirectory);
        request.Add("uid", spec.Uid);
        request.Add("gid", spec.Gid);
        request.AddAll("group", spec.Groups.Select(group => group.ToString(CultureInfo.InvariantCulture)));
        request.Add("hostname", spec.HostName);
        request.Add("network", spec.HostNetwork ? "host" : "none");
        request.AddNetwork(spec);
        request.Add("io", spec.Io switch
        {
            SandboxIo.Lines => "lines",
            SandboxIo.Output => "output",
            SandboxIo.Inherit => "inherit",
            _ => "terminal",
        });
        request.AddLimits(spec);
        return request.End();
    }

    /// <summary>What an OCI runtime needs: the root filesystem mounted in its bundle, and the runtime's command line; limits stand in the bundle.</summary>
    public static byte[] ForRuntime(SandboxSpec spec, string bundle, IEnumerable<string> arguments, string? cgroup, string? hidden)
    {
        var request = new LaunchRequest();
        request.Add("mode", "mount-only");
        request.Add("root", Path.Combine(bundle, "rootfs"));
        request.Add("scratch", Path.Combine(bundle, "scratch"));
        request.AddAll("cgroup", cgroup is null ? [] : [cgroup]);
        request.AddAll("hide", hidden is null ? [] : [hidden]);
        request.AddRoot(spec);
        request.AddAll("arg", arguments);
        request.Add("env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        request.Add("env", "TMPDIR=" + bundle);
        request.Add("env", "XDG_RUNTIME_DIR=" + bundle);
        request.Add("cwd", spec.WorkingDirectory);
        request.Add("io", spec.Io switch { SandboxIo.Lines => "lines", SandboxIo.Output => "output", _ => "inherit" });
        request.AddTime(spec);
        request.AddNetwork(spec);
        return request.End();
    }

    private void AddNetwork(SandboxSpec spec) => AddAll("join", spec.Network is { } network ? [network.NamespacePath] : []);

    private void AddRoot(SandboxSpec spec)
    {
        if (spec.Layers.Length > MaxLayers)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.RootFilesystem,
                $"The root filesystem has {spec.Layers.Length} layers, and the kernel puts at most {MaxLayers} together.",
                "Put steps together, or start from a base with fewer layers.");
        }

        AddAll("layer", spec.Layers);
        if (spec is { UpperDirectory: { } upper, WorkDirectory: { } work })
        {
            Add("upper", upper);
            Add("work", work);
        }

        foreach (var mount in spec.Mounts)
        {
            if (mount.Source is null)
            {
                Add(mount.ReadOnly ? "tmpfs-ro" : "tmpfs", mount.SizeBytes ?? 0);
            }
            else
            {
                Add(mount.ReadOnly ? "bind-ro" : "bind", mount.Source);
            }

            Add("at", mount.Target);
        }
    }

    private void AddLimits(SandboxSpec spec)
    {
        Add("memory", spec.MemoryBytes ?? 0);
        Add("millicpus", (long)Math.Ceiling((spec.Cpus ?? 0) * 1000));
        Add("pids", spec.Pids);
        AddTime(spec);
    }

    private void AddTime(SandboxSpec spec)
    {
        Add("timeout", spec.Timeout is { } timeout ? Math.Max(1, (long)Math.Ceiling(timeout.TotalMilliseconds)) : 0);
        Add("parent", Environment.ProcessId);
    }

    private void AddAll(string key, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Add(key, value);
        }
    }

    private void Add(string key, long value) => Add(key, value.ToString(CultureInfo.InvariantCulture));

    private void Add(string key, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The sandbox's '{key}' holds a NUL.", nameof(value));
        }

        _frames.Write(Encoding.UTF8.GetBytes($"{key}={value}\0"));
    }

    private byte[] End()
    {
        Add("end", string.Empty);
        return _frames.ToArray();
    }
}
