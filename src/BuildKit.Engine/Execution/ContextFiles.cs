using BuildKit.Engine.Cache;
using BuildKit.Engine.Context;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>The build context as a build sees it: walked once, when the first step asks for it.</summary>
internal sealed class ContextFiles
{
    private readonly Lazy<CopyOrigin> origin;
    private readonly Lazy<ContextTree> tree;
    private readonly Lazy<FileDigests> digests;

    private readonly SnapshotStore snapshots;

    internal ContextFiles(string directory, LocalStore store, CancellationToken ct)
    {
        snapshots = store.Snapshots;
        tree = new Lazy<ContextTree>(() => ContextScanner.Scan(directory, store.Paths.Root, ct));
        digests = new Lazy<FileDigests>(() => new FileDigests(tree.Value, new FileDigestTable(store.Index)));
        origin = new Lazy<CopyOrigin>(() => CopyOrigin.Of(tree.Value, digests.Value));
    }

    /// <summary>The context's folder.</summary>
    internal string Directory => tree.Value.Root;

    /// <summary>The same for two builds only where the context was the same; null where that cannot be told.</summary>
    internal Digest? Fingerprint => tree.Value.Fingerprint;

    /// <summary>The context as something to copy from.</summary>
    internal CopyOrigin Origin => origin.Value;

    /// <summary>One regular file with its digest.</summary>
    /// <param name="path">Below the context's folder, with forward slashes; no link is followed.</param>
    /// <exception cref="BuildKitException">There is no such file (BK4130), or it cannot be read.</exception>
    internal SourceFile File(string path)
    {
        TreeEntry? entry = TryParse(path) is { } name ? tree.Value.FindExact(name) : null;
        return entry is { Kind: TreeEntryKind.File }
            ? Source(digests.Value.Resolve([entry])[0])
            : throw NoFile.At(
                tree.Value.DisplayName, path, entry, "Check the path, which is relative to the context's folder, and that no ignore file leaves it out.");
    }

    private SourceFile Source(TreeEntry entry) => new(entry, origin.Value.Content(entry), snapshots);

    private static LayerPath? TryParse(string path)
    {
        try
        {
            return LayerPath.Parse(path);
        }
        catch (FormatException)
        {
            // A path that leads out of the context names nothing in it.
            return null;
        }
    }
}
