using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>Names in a layout's index, wherever the layout lies.</summary>
internal static class LayoutNames
{
    public const string Annotation = "org.opencontainers.image.ref.name";

    public static string? Of(Descriptor entry) => entry.Annotations?.GetValueOrDefault(Annotation);

    /// <summary>The entry with the name, or without one where the name is null.</summary>
    public static Descriptor Named(Descriptor entry, string? name)
    {
        ImmutableSortedDictionary<string, string> annotations = (entry.Annotations ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)).Remove(Annotation);
        annotations = name is null ? annotations : annotations.Add(Annotation, name);
        return entry with { Annotations = annotations.Count > 0 ? annotations : null };
    }

    /// <summary>
    /// Enters a manifest, under a name that is taken from another, or without one. New entries come where the order of names and digests
    /// has them, so that an index made by several threads has the same bytes.
    /// </summary>
    public static ImageIndex With(ImageIndex index, Descriptor manifest, string? name)
    {
        Descriptor entry = Named(manifest, name);
        ImmutableArray<Descriptor> others = [.. index.Manifests.Where(e => name is null ? e.Digest != manifest.Digest : Of(e) != name && !(Of(e) is null && e.Digest == manifest.Digest))];
        int place = others.TakeWhile(e => Compare(e, entry) < 0).Count();
        return index with { Manifests = others.Insert(place, entry) };
    }

    /// <summary>What a name or digest means; null where nothing has it.</summary>
    public static async Task<Descriptor?> ResolveAsync(ImageIndex index, IContentStore blobs, Func<Digest, long?> sizeOf, string tagOrDigest, CancellationToken ct)
    {
        if (!Digest.TryParse(tagOrDigest, out Digest digest))
        {
            Descriptor? named = index.Manifests.FirstOrDefault(e => Of(e) == tagOrDigest);
            return named is null ? null : Named(named, null);
        }

        if (index.Manifests.FirstOrDefault(e => e.Digest == digest) is { } entry)
        {
            return Named(entry, null);
        }

        // A manifest that an index names, or that was written without a name.
        if (sizeOf(digest) is not { } size || size > StoredDocuments.MaxSize)
        {
            return null;
        }

        Descriptor unknown = new("", digest, size);
        byte[] bytes = await blobs.ReadBytesAsync(unknown, ct).ConfigureAwait(false);
        try
        {
            return unknown with { MediaType = ManifestDocument.Read(bytes, null, digest.ToString()).MediaType };
        }
        catch (BuildKitException)
        {
            // A layer or configuration, which no name means.
            return null;
        }
    }

    /// <summary>The entries whose document has the subject.</summary>
    public static async Task<ImmutableArray<Descriptor>> ReferrersAsync(
        ImageIndex index, IContentStore blobs, Digest subject, string? artifactType, CancellationToken ct)
    {
        List<Descriptor> referrers = [];
        foreach (Descriptor entry in index.Manifests.DistinctBy(e => e.Digest))
        {
            if (!MediaTypes.IsManifest(entry.MediaType) && !MediaTypes.IsIndex(entry.MediaType))
            {
                continue;
            }

            ManifestDocument document = await blobs.ReadManifestAsync(entry, ct).ConfigureAwait(false);
            Descriptor referrer = document.AsReferrer(entry);
            if (document.Subject?.Digest == subject && (artifactType is null || referrer.ArtifactType == artifactType))
            {
                referrers.Add(referrer);
            }
        }

        return [.. referrers];
    }

    private static int Compare(Descriptor left, Descriptor right)
    {
        int order = string.CompareOrdinal(Of(left), Of(right));
        return order != 0 ? order : left.Digest.CompareTo(right.Digest);
    }
}
