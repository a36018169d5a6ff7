using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>What a manifest or index needs: its configuration and layers, or its manifests and theirs.</summary>
public static class ImageClosure
{
    /// <summary>Deeper indexes do not occur; a hostile one must not exhaust the stack.</summary>
    internal const int DeepestIndex = 8;

    /// <summary>
    /// What a repository lacks of an image, itself included; layers that may not be distributed are not missed. Manifests are read, blobs are only asked for,
    /// side by side.
    /// </summary>
    /// <exception cref="BuildKitException">The repository cannot be read, has other bytes than a digest says, or the index is nested too deep (BK5023).</exception>
    public static async Task<ImmutableArray<Descriptor>> MissingAsync(IImageRepository repository, Descriptor root, CancellationToken ct)
    {
        var missing = new ConcurrentBag<Descriptor>();
        var seen = new HashSet<Digest> { root.Digest };
        Descriptor[] level = [root];
        for (int depth = 0; level.Length > 0; depth++)
        {
            DemandDepth(repository, root, depth);
            var children = new ConcurrentBag<Descriptor>();
            await Parallel.ForEachAsync(level, Options(ct), async (item, stop) =>
            {
                if (!await repository.ExistsAsync(item, stop).ConfigureAwait(false))
                {
                    missing.Add(item);
                }
                else if (MediaTypes.IsManifest(item.MediaType) || MediaTypes.IsIndex(item.MediaType))
                {
                    byte[] bytes = await repository.ReadBytesAsync(item, stop).ConfigureAwait(false);
                    foreach (Descriptor child in ManifestDocument.Read(bytes, item.MediaType, $"{repository.DisplayName}@{item.Digest}").Children)
                    {
                        children.Add(child);
                    }
                }
            }).ConfigureAwait(false);
            level = [.. children.Where(child => IsDistributed(child) && seen.Add(child.Digest))];
        }

        return [.. missing.OrderBy(item => item.Digest)];
    }

    internal static void DemandDepth(IImageRepository repository, Descriptor item, int depth)
    {
        if (depth > DeepestIndex)
        {
            throw new BuildKitException(OciErrorCodes.LimitExceeded, $"{repository.DisplayName}@{item.Digest} is an index nested deeper than {DeepestIndex}.");
        }
    }

    internal static bool IsDistributed(Descriptor item) =>
        !item.MediaType.Contains("nondistributable", StringComparison.Ordinal) && !item.MediaType.Contains(".foreign.", StringComparison.Ordinal);

    private static ParallelOptions Options(CancellationToken ct) => new() { MaxDegreeOfParallelism = CopyOptions.Default.Parallelism, CancellationToken = ct };
}
