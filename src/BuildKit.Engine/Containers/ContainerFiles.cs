using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Containers;

/// <summary>The files that a container gets from its runner: /etc/hosts, /etc/hostname and /etc/resolv.conf. Removed when disposed.</summary>
public sealed class ContainerFiles : IDisposable
{
    private readonly DirectoryInfo _folder;

    private ContainerFiles(DirectoryInfo folder) => _folder = folder;

    /// <summary>The mounts for them. A container may change them; nothing else sees that.</summary>
    public IEnumerable<SandboxMount> Mounts =>
        new[] { "hosts", "hostname", "resolv.conf" }.Select(name => new SandboxMount("/etc/" + name, Path.Combine(_folder.FullName, name), ReadOnly: false));

    /// <summary>Writes them into a new folder.</summary>
    /// <param name="parent">Where the folder is made; null for the system's temporary folder.</param>
    /// <param name="hostName">The container's host name.</param>
    /// <param name="hostNetwork">Whether names resolve as they do on the host; otherwise only the container itself has a name.</param>
    public static async Task<ContainerFiles> CreateAsync(string? parent, string hostName, bool hostNetwork, CancellationToken ct)
    {
        var folder = parent is null
            ? Directory.CreateTempSubdirectory("buildkit-")
            : Directory.CreateDirectory(Path.Combine(parent, "files-" + Path.GetRandomFileName()));
        var files = new ContainerFiles(folder);
        var hosts = hostNetwork ? await ReadHostAsync("/etc/hosts", ct) : string.Empty;
        await files.WriteAsync("hosts", $"127.0.0.1\tlocalhost {hostName}\n::1\tlocalhost ip6-localhost ip6-loopback\n{hosts}", ct);
        await files.WriteAsync("hostname", hostName + "\n", ct);
        await files.WriteAsync("resolv.conf", hostNetwork ? await ReadHostAsync("/etc/resolv.conf", ct) : string.Empty, ct);
        return files;
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> ReadHostAsync(string path, CancellationToken ct) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, ct) : string.Empty;

    private async Task WriteAsync(string name, string content, CancellationToken ct)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, content, ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }
}
