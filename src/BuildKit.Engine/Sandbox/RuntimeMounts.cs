using System.Globalization;
using System.Text.Json;

namespace BuildKit.Engine.Sandbox;

/// <summary>The <c>mounts</c> array of a bundle's configuration (OCI runtime-spec, config.md, "Mounts").</summary>
internal static class RuntimeMounts
{
    /// <summary>Writes the property and its value.</summary>
    public static void Write(Utf8JsonWriter json, SandboxSpec spec)
    {
        json.WriteStartArray("mounts");
        Write(json, "proc", "proc", "/proc", ["nosuid", "noexec", "nodev"]);
        Write(json, "tmpfs", "tmpfs", "/dev", ["nosuid", "strictatime", "mode=755", "size=65536k"]);
        Write(json, "devpts", "devpts", "/dev/pts", ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]);
        Write(json, "tmpfs", "shm", "/dev/shm", ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]);
        Write(json, "mqueue", "mqueue", "/dev/mqueue", ["nosuid", "noexec", "nodev"]);
        Write(json, "sysfs", "sysfs", "/sys", ["nosuid", "noexec", "nodev", "ro"]);
        foreach (var mount in spec.Mounts)
        {
            var access = mount.ReadOnly ? "ro" : "rw";
            if (mount.Source is { } source)
            {
                Write(json, "bind", source, mount.Target, ["rbind", "rprivate", "nosuid", "nodev", access]);
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
