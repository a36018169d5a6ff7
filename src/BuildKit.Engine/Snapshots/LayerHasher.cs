using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>Computes a layer's diff_id by writing its tar into a hash, and the content digests on the same pass.</summary>
internal static class LayerHasher
{
    /// <param name="entries">In byte order of their paths, each once; hard links resolved.</param>
    /// <param name="openContent">Opens the content of a regular file; called in the order of the entries, disposed of before the next call.</param>
    /// <param name="secrets">What may be in no name, link, attribute or content.</param>
    /// <exception cref="BuildKitException">A secret is in the layer (BK4140).</exception>
    public static async Task<HashedLayer> HashAsync(
        IReadOnlyList<TreeEntry> entries, Func<TreeEntry, Stream> openContent, SecretPatterns secrets, ImmutableArray<string> notes, CancellationToken ct)
    {
        using var search = new SecretSearch(secrets);
        using var tar = new HashingStream(search);
        var writer = new LayerWriter(tar);
        var indexed = new List<TreeEntry>(entries.Count);
        var digests = new Dictionary<LayerPath, Digest>();
        var contents = new Dictionary<LayerPath, byte[]>();
        foreach (TreeEntry entry in entries)
        {
            ct.ThrowIfCancellationRequested();
            LayerEntry written = LayerTar.ToEntry(entry);
            if (written.Kind != LayerEntryKind.File)
            {
                await writer.WriteAsync(written, null, ct).ConfigureAwait(false);
                await CheckAsync(search, writer, entry, ct).ConfigureAwait(false);
                indexed.Add(written.Kind == LayerEntryKind.HardLink ? entry with { Content = digests[written.HardLinkTarget] } : entry);
                continue;
            }

            using Stream source = openContent(entry);
            using var content = new HashingStream(source);
            using MemoryStream? kept = KeptContent.Includes(entry.Path, entry.Size) ? new MemoryStream() : null;
            Stream body = kept is null ? content : await FillAsync(kept, content, ct).ConfigureAwait(false);
            await writer.WriteAsync(written, entry.Size == 0 ? null : body, ct).ConfigureAwait(false);
            await CheckAsync(search, writer, entry, ct).ConfigureAwait(false);
            Digest digest = content.Finish();
            digests[entry.Path] = digest;
            indexed.Add(entry with { Content = digest });
            if (kept is not null)
            {
                contents[entry.Path] = kept.ToArray();
            }
        }

        await writer.CompleteAsync(ct).ConfigureAwait(false);
        return new HashedLayer(tar.Finish(), tar.Count, IndexWriter.Write(indexed, contents, tar.Count), notes);
    }

    private static async ValueTask CheckAsync(SecretSearch search, LayerWriter writer, TreeEntry entry, CancellationToken ct)
    {
        if (search.IsNeeded)
        {
            // So that what is found is of this entry.
            await writer.FlushAsync(ct).ConfigureAwait(false);
        }

        if (search.Found is { } secret)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.SecretInLayer,
                $"The command wrote the secret {secret} to {search.Hide(entry.Path.ToString())}, which would be in the layer for everyone to read.",
                "Let it read the secret where it is mounted, and keep what it makes of it in a Tmpfs or a Cache mount, or remove it in the same Run.");
        }
    }

    private static async Task<Stream> FillAsync(MemoryStream kept, Stream content, CancellationToken ct)
    {
        await content.CopyToAsync(kept, ct).ConfigureAwait(false);
        kept.Position = 0;
        return kept;
    }
}
