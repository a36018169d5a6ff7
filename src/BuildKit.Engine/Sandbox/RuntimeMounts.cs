using System.Globalization;
using System.Text.Json;

namespace BuildKit.Engine.Sandbox;

/// <summary>The <c>mounts</c> array of a bundle's configuration (OCI runtime-spec, config.md, "Mounts").</summary>
internal static class RuntimeMounts
{
    private const string TerminalGroup = "gid=5";

    /// <summary>Writes the property and its value.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="spec">The process.</param>
    /// <param name="inUserNamespace">Whether the runtime runs inside a user namespace.</param>
    public static void Write(Utf8JsonWriter json, SandboxSpec spec, bool inUserNamespace)
    {
        json.WriteStartArray("mounts");
        Write(json, "proc", "proc", "/proc", ["nosuid", "noexec", "nodev"]);
        Write(json, "tmpfs", "tmpfs", "/dev", ["nosuid", "strictatime", "mode=755", "size=65536k"]);

        // A namespace of one id has no group 5.
        ReadOnlySpan<string> group = UserNamespace.HasManyIds ? [TerminalGroup] : [];
        Write(json, "devpts", "devpts", "/dev/pts", ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", .. group]);
        Write(json, "tmpfs", "shm", "/dev/shm", ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]);
        Write(json, "mqueue", "mqueue", "/dev/mqueue", ["nosuid", "noexec", "nodev"]);

        // A new sysfs needs the right over the network namespace that it shows, and a user namespace has none over the host's (src/sandbox/system.c).
        var (type, source, bind) = inUserNamespace && spec.HostNetwork ? ("bind", "/sys", (string[])["rbind", "rprivate"]) : ("sysfs", "sysfs", []);
        Write(json, type, source, "/sys", ["nosuid", "noexec", "nodev", "ro", .. bind]);
        foreach (var mount in spec.Mounts)
        {
            var access = mount.ReadOnly ? "ro" : "rw";
            if (mount.Source is { } path)
            {
                Write(json, "bind", path, mount.Target, ["rbind", "rprivate", "nosuid", "nodev", access]);
            }
            else
            {
                string[] size = mount.SizeBytes is { } bytes ? [string.Create(CultureInfo.InvariantCulture, $"size={bytes}")] : [];
                Write(json, "tmpfs", "tmpfs", mount.Target, ["nosuid", "nodev", "mode=1777", access, .. size]);
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string type, string source, string destination, ReadOnlySpan<string> options)
    {
        json.WriteStartObject();
        json.WriteString("destination", destination);
        json.WriteString("type", type);
        json.WriteString("source", source);
        json.WriteStartArray("options");
        foreach (var option in options)
        {
            json.WriteStringValue(option);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
