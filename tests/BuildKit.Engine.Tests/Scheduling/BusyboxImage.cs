using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>A real base image: a static busybox with its usual commands, a user database and a /tmp.</summary>
internal static class BusyboxImage
{
    private const string Busybox = "/bin/busybox";

    private static readonly string[] Commands =
    [
        "cat", "chmod", "chown", "cp", "date", "dd", "df", "echo", "env", "false", "find", "grep", "gzip", "head", "httpd", "id", "ln", "ls", "mkdir", "mkfifo", "mount",
        "mv", "nproc", "printf", "pwd", "rm", "rmdir", "sed", "sh", "sha256sum", "sleep", "sort", "stat", "sync", "tar", "test", "touch", "true",
        "uname", "wc", "wget", "whoami", "xargs",
    ];

    /// <summary>Writes the image into a store and gives its manifest.</summary>
    internal static async Task<Descriptor> WriteAsync(IContentStore store, Platform platform, CancellationToken ct)
    {
        if (!System.IO.File.Exists(Busybox))
        {
            Assert.Skip("busybox-static is not installed");
        }

        using var tar = new MemoryStream();
        var writer = new LayerWriter(tar);
        foreach ((LayerEntry entry, byte[]? content) in Entries().OrderBy(pair => pair.Entry.Path))
        {
            using MemoryStream? bytes = content is null ? null : new MemoryStream(content);
            await writer.WriteAsync(entry, bytes, ct);
        }

        await writer.CompleteAsync(ct);
        Digest diffId = Digest.Of(tar.GetBuffer().AsSpan(0, (int)tar.Length));
        using var compressed = new MemoryStream();
        tar.Position = 0;
        await LayerCompression.CompressAsync(tar, compressed, LayerFormat.Gzip, ct);
        compressed.Position = 0;
        var blob = new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(compressed.GetBuffer().AsSpan(0, (int)compressed.Length)), compressed.Length);
        await store.WriteAsync(blob, compressed, ct);
        ContainerConfig config = ContainerConfig.Empty with { Env = [new EnvironmentVariable("PATH", "/bin")], Labels = ContainerConfig.Empty.Labels.Add("base", "busybox") };
        Image image = Image.Scratch(platform).Append(new Layer(diffId, blob), new HistoryEntry(null, "busybox", null, false));
        return await (image with { Config = image.Config with { Config = config } }).SaveAsync(store, null, ct);
    }

    private static IEnumerable<(LayerEntry Entry, byte[]? Content)> Entries()
    {
        yield return Folder("bin", 0b111_101_101);
        yield return File("bin/busybox", System.IO.File.ReadAllBytes(Busybox), 0b111_101_101);
        foreach (string command in Commands)
        {
            yield return (new LayerEntry { Kind = LayerEntryKind.SymbolicLink, Path = LayerPath.Parse("bin/" + command), SymbolicLinkTarget = ByteString.FromText("busybox") }, null);
        }

        yield return Folder("etc", 0b111_101_101);
        yield return File("etc/group", "root:x:0:\napp:x:1654:\n"u8.ToArray(), 0b110_100_100);
        yield return File("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654:app:/home/app:/bin/sh\n"u8.ToArray(), 0b110_100_100);
        yield return Folder("root", 0b111_000_000);
        yield return Folder("tmp", 0b1_111_111_111);
    }

    private static (LayerEntry, byte[]?) Folder(string path, int mode) => (new LayerEntry { Kind = LayerEntryKind.Directory, Path = LayerPath.Parse(path), Mode = mode }, null);

    private static (LayerEntry, byte[]?) File(string path, byte[] content, int mode) =>
        (new LayerEntry { Kind = LayerEntryKind.File, Path = LayerPath.Parse(path), Mode = mode, Size = content.Length }, content);
}
