using System.Collections.Immutable;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Verification;

/// <summary>A blob or an unpacked layer.</summary>
/// <param name="Kind">Its kind's name.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="Digest">What its name says; null where that is no digest.</param>
/// <param name="Bytes">Its size, about.</param>
internal sealed record ContentItem(string Kind, string Path, Digest? Digest, long Bytes)
{
    /// <summary>All of a store, the largest first.</summary>
    internal static ImmutableArray<ContentItem> All(LocalStore store)
    {
        var sizes = new StoreSizes(store, asksIndex: false);
        IEnumerable<ContentItem> blobs =
            from folder in Folders(store.Paths.Blobs)
            from path in Directory.EnumerateFileSystemEntries(folder)
            select new ContentItem(VerifiedKinds.Blobs, path, DigestOf(System.IO.Path.GetFileName(folder), path), StoreSizes.OfFile(path));
        IEnumerable<ContentItem> layers = Directory.EnumerateFileSystemEntries(store.Paths.Layers)
            .Select(path => (path, digest: DigestOf("sha256", path)))
            .Select(layer => new ContentItem(VerifiedKinds.Layers, layer.path, layer.digest, layer.digest is { } diffId ? sizes.OfLayer(diffId) : 0));
        return [.. blobs.Concat(layers).OrderByDescending(item => item.Bytes)];
    }

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];

    private static Digest? DigestOf(string algorithm, string path) =>
        Oci.Content.Digest.TryParse($"{algorithm}:{System.IO.Path.GetFileName(path)}", out Digest digest) ? digest : null;
}
