using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>
/// Two bases: <c>base</c> is busybox with <c>see</c>, a script that says all that a run can see, and <c>other</c> differs from it in folders, links, owners, an attribute and the user
/// database.
/// </summary>
internal static class EditedBases
{
    // Without what the sandbox mounts, without the programs, without the times of what the run itself made, and without sizes and link counts of
    // folders, which are those of the disk. It makes no file, which would show.
    private const string See = """
        all() { find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /bin \) -prune -o "$@" -print | sort | tr '\n' '\0'; }
        all | xargs -0 stat -c '%Y %f %u %g %N' | sed 's/^[0-9]\{10\} /now /'
        all -type f | xargs -0 stat -c '%h %s %n'
        all -type f | xargs -0 sha256sum
        """;

    internal static async Task WriteAsync(LocalStore store)
    {
        Descriptor busybox = await BusyboxImage.WriteAsync(store, GraphSketch.Here, BuildWorld.Ct);
        Descriptor first = await AppendAsync(store, busybox,
            Link("bin/tr", "busybox"), File("bin/see", "#!/bin/sh\n" + See, 0x1ED), Folder("d", 0x1ED), Folder("d/a", 0x1ED), File("d/a/f", "f", 0x1A4), File("d/g.txt", "g", 0x9ED),
            Folder("w", 0x1ED), Folder("w/x", 0x3FF), File("w/x/f", "f", 0x1A4), Folder("srv", 0x1ED), File("srv/kept", "kept", 0x1A4), Link("way", "srv"));
        Descriptor second = await AppendAsync(store, first,
            File("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:7:8:app:/:/bin/sh\n", 0x1A4), Folder("srv", 0x3FF, 7), Whiteout("srv/kept"), Whiteout("w/x"),
            File("srv/more", "more", 0x180, 7, new ExtendedAttribute("user.note", ByteString.FromText("of the base"))), Link("way", "tmp"));
        await store.TagAsync(first, "base:latest", BuildWorld.Ct);
        await store.TagAsync(second, "other:latest", BuildWorld.Ct);
    }

    private static async Task<Descriptor> AppendAsync(LocalStore store, Descriptor image, params (LayerEntry Entry, byte[]? Content)[] entries)
    {
        byte[] tar = TestTar.Write(entries.OrderBy(item => item.Entry.Path));
        using var content = new MemoryStream(tar);
        var blob = new Descriptor(MediaTypes.OciLayerTar, Digest.Of(tar), tar.Length);
        await store.WriteAsync(blob, content, BuildWorld.Ct);
        Image below = await Image.LoadAsync(store, image, BuildWorld.Ct);
        return await below.Append(new Layer(blob.Digest, blob), new HistoryEntry(null, "more", null, false)).SaveAsync(store, null, BuildWorld.Ct);
    }

    private static (LayerEntry, byte[]?) Folder(string path, int mode, uint owner = 0) =>
        (new LayerEntry { Kind = LayerEntryKind.Directory, Path = LayerPath.Parse(path), Mode = mode, Uid = owner }, null);

    private static (LayerEntry, byte[]?) File(string path, string text, int mode, uint owner = 0, params ExtendedAttribute[] attributes)
    {
        byte[] content = System.Text.Encoding.UTF8.GetBytes(text);
        return (new LayerEntry { Kind = LayerEntryKind.File, Path = LayerPath.Parse(path), Mode = mode, Uid = owner, Size = content.Length, ExtendedAttributes = [.. attributes] }, content);
    }

    private static (LayerEntry, byte[]?) Link(string path, string target) =>
        (new LayerEntry { Kind = LayerEntryKind.SymbolicLink, Path = LayerPath.Parse(path), SymbolicLinkTarget = ByteString.FromText(target) }, null);

    private static (LayerEntry, byte[]?) Whiteout(string path) => (new LayerEntry { Kind = LayerEntryKind.Whiteout, Path = LayerPath.Parse(path) }, null);
}
