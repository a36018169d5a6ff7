using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>
/// The manifest of a remote cache (image-spec, manifest.md, "Guidelines for Artifact Usage"): an empty configuration, the records, and each layer's blob,
/// so that a registry keeps what the records name.
/// </summary>
internal static class CacheArtifact
{
    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <summary>The manifest's bytes, which depend on the content alone.</summary>
    /// <param name="records">What <see cref="CacheDocument.WriteAsync"/> made of the content.</param>
    internal static byte[] Manifest(byte[] records, CacheContent content)
    {
        var document = new Descriptor(CacheTypes.Records, Digest.Of(records), records.Length);
        return ImageManifestJson.Write(
            new ImageManifest(MediaTypes.OciManifest, new Descriptor(MediaTypes.OciEmpty, Digest.Of(Empty), Empty.Length), [document, .. Blobs(content)]) { ArtifactType = CacheTypes.Artifact });
    }

    /// <summary>What the content names, each blob once.</summary>
    internal static IEnumerable<Descriptor> Blobs(CacheContent content) =>
        content.Entries.Select(entry => entry.Blob).OfType<Descriptor>().Concat(content.Trees.Select(tree => tree.Blob)).Concat(content.Folders.Select(folder => folder.Blob))
            .DistinctBy(blob => blob.Digest);

    /// <summary>Writes a cache whose blobs are there; the tag moves last. Gives how many records it has: the last ones drop out where they are too large even compressed.</summary>
    internal static async Task<int> WriteAsync(CachePlace place, CacheContent content, CancellationToken ct)
    {
        byte[] records = await CacheDocument.WriteAsync(content, ct);
        while (records.Length > StoredDocuments.MaxSize)
        {
            content = content with { Entries = content.Entries[..(content.Entries.Length / 2)] };
            records = await CacheDocument.WriteAsync(content, ct);
        }

        await place.Repository.WriteBytesAsync(MediaTypes.OciEmpty, Empty, ct);
        await place.Repository.WriteBytesAsync(CacheTypes.Records, records, ct);
        Descriptor manifest = await place.Repository.WriteBytesAsync(MediaTypes.OciManifest, Manifest(records, content), ct);
        await place.Repository.TagAsync(manifest, place.Tag, ct);
        return content.Entries.Length;
    }
}
