using System.Collections.Immutable;
using System.Text.Json;

namespace BuildKit.Engine.Sandbox;

/// <summary>The <c>config.json</c> of a bundle (OCI runtime-spec, config.md).</summary>
internal static class RuntimeBundle
{
    /// <summary>Writes what the specification says; the root is <c>rootfs</c> beside it.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="spec">The process.</param>
    /// <param name="cgroup">The name of its cgroup; null where none can be made, and no limit is enforced by one.</param>
    /// <param name="inUserNamespace">Whether the runtime runs inside a user namespace.</param>
    public static void Write(Stream stream, SandboxSpec spec, string? cgroup, bool inUserNamespace)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("ociVersion", "1.0.2");
        WriteProcess(json, spec, limitsUser: cgroup is null && inUserNamespace);
        json.WriteStartObject("root");
        json.WriteString("path", "rootfs");
        json.WriteEndObject();
        json.WriteString("hostname", spec.HostName);
        RuntimeMounts.Write(json, spec, inUserNamespace);
        json.WriteStartObject("linux");
        json.WriteStartArray("namespaces");
        ReadOnlySpan<string> namespaces = ["pid", "ipc", "uts", "mount", "cgroup"];

        // The launcher has entered a shared network, where a runtime that makes none stays.
        namespaces = spec.HostNetwork || spec.Network is not null ? namespaces : [.. namespaces, "network"];
        foreach (var type in namespaces)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (cgroup is not null)
        {
            json.WriteString("cgroupsPath", "/" + cgroup);
            WriteResources(json, spec);
        }

        WriteAll(json, "maskedPaths", RuntimePolicy.MaskedPaths);
        WriteAll(json, "readonlyPaths", RuntimePolicy.ReadOnlyPaths);
        RuntimeSeccomp.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json, SandboxSpec spec, bool limitsUser)
    {
        json.WriteStartObject("process");
        json.WriteBoolean("terminal", spec.Io == SandboxIo.Terminal);
        json.WriteStartObject("user");
        json.WriteNumber("uid", spec.Uid);
        json.WriteNumber("gid", spec.Gid);
        json.WriteNumber("umask", 18); // 022
        json.WriteStartArray("additionalGids");
        foreach (var group in spec.Groups)
        {
            json.WriteNumberValue(group);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        WriteAll(json, "args", spec.Arguments);
        WriteAll(json, "env", [.. spec.Env.Select(variable => variable.ToString())]);
        json.WriteString("cwd", spec.WorkingDirectory);
        json.WriteBoolean("noNewPrivileges", true);
        if (limitsUser)
        {
            WriteProcessLimit(json, spec.Pids);
        }

        json.WriteStartObject("capabilities");
        foreach (var set in (ReadOnlySpan<string>)["bounding", "effective", "permitted"])
        {
            WriteAll(json, set, RuntimePolicy.Capabilities);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Without a cgroup the kernel counts the processes of a user, in the user namespace alone (src/sandbox/privileges.c).</summary>
    private static void WriteProcessLimit(Utf8JsonWriter json, long processes)
    {
        json.WriteStartArray("rlimits");
        json.WriteStartObject();
        json.WriteString("type", "RLIMIT_NPROC");
        json.WriteNumber("soft", processes);
        json.WriteNumber("hard", processes);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResources(Utf8JsonWriter json, SandboxSpec spec)
    {
        json.WriteStartObject("resources");
        json.WriteStartArray("devices");
        json.WriteStartObject();
        json.WriteBoolean("allow", false);
        json.WriteString("access", "rwm");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("pids");
        json.WriteNumber("limit", spec.Pids);
        json.WriteEndObject();
        if (spec.MemoryBytes is { } bytes)
        {
            json.WriteStartObject("memory");
            json.WriteNumber("limit", bytes);
            json.WriteEndObject();
        }

        if (spec.Cpus is { } cpus)
        {
            json.WriteStartObject("cpu");
            json.WriteNumber("quota", (long)Math.Ceiling(cpus * 100_000));
            json.WriteNumber("period", 100_000);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
