using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Comparison;

/// <summary>Compares two images of one platform.</summary>
internal sealed class VariantComparison(IContentStore left, IContentStore right)
{
    // What the layers and the configuration's digest say already.
    private static readonly ImmutableArray<string> DiffIds = ["rootfs.diff_ids"];
    private static readonly ImmutableArray<string> Contents = ["config", "layers"];

    private readonly List<ImageDifference> differences = [];

    public async Task<IReadOnlyList<ImageDifference>> CompareAsync(Descriptor before, Descriptor after, CancellationToken ct)
    {
        if (before.Digest == after.Digest)
        {
            return differences;
        }

        Image one = await Image.LoadAsync(left, before, ct).ConfigureAwait(false);
        Image other = await Image.LoadAsync(right, after, ct).ConfigureAwait(false);
        foreach ((int? mine, int? theirs) in LayerPairs.Of(one.Config.DiffIds, other.Config.DiffIds))
        {
            await CompareLayersAsync(one, mine, other, theirs, ct).ConfigureAwait(false);
        }

        Descriptor config = await ConfigOfAsync(left, before, ct).ConfigureAwait(false);
        Descriptor otherConfig = await ConfigOfAsync(right, after, ct).ConfigureAwait(false);
        if (config.Digest != otherConfig.Digest)
        {
            bool hasSameLayers = one.Config.DiffIds.SequenceEqual(other.Config.DiffIds);
            await CompareDocumentsAsync(ComparedPart.Config, config, otherConfig, hasSameLayers ? [] : DiffIds, ct).ConfigureAwait(false);
        }

        await CompareDocumentsAsync(ComparedPart.Manifest, before, after, Contents, ct).ConfigureAwait(false);
        return differences;
    }

    private static async Task<Descriptor> ConfigOfAsync(IContentStore store, Descriptor manifest, CancellationToken ct) =>
        (await store.ReadManifestAsync(manifest, ct).ConfigureAwait(false)).Manifest?.Config ?? throw new InvalidOperationException("The image was loaded by this manifest.");

    private async Task CompareDocumentsAsync(ComparedPart part, Descriptor before, Descriptor after, ImmutableArray<string> known, CancellationToken ct)
    {
        byte[] one = await left.ReadBytesAsync(before, ct).ConfigureAwait(false);
        byte[] other = await right.ReadBytesAsync(after, ct).ConfigureAwait(false);
        IReadOnlyList<ImageDifference> found = DocumentComparison.Compare(part, one, other, known);

        // Where only what is known differs, it has been told.
        bool isTold = found is [{ Attribute: DocumentComparison.Bytes }] && differences.Count > 0;
        differences.AddRange(isTold ? [] : found);
    }

    private async Task CompareLayersAsync(Image one, int? mine, Image other, int? theirs, CancellationToken ct)
    {
        Layer? before = mine is { } i ? one.Layers[i] : null;
        Layer? after = theirs is { } j ? other.Layers[j] : null;
        IEnumerable<ImageDifference> found = [];
        if (before is null || after is null)
        {
            found = [new ImageDifference(ComparedPart.Layer, "diff_id", before?.DiffId.ToString(), after?.DiffId.ToString())];
        }
        else if (before.DiffId != after.DiffId)
        {
            found = await LayerComparison.CompareAsync(left, before, right, after, ct).ConfigureAwait(false);
        }
        else if (before.Blob.Digest != after.Blob.Digest)
        {
            found = [new ImageDifference(ComparedPart.Layer, "blob", before.Blob.Digest.ToString(), after.Blob.Digest.ToString())];
        }

        string? step = mine is { } number ? LayerSteps.Of(one.Config, number) : LayerSteps.Of(other.Config, theirs ?? 0);
        differences.AddRange(found.Select(difference => difference with { Layer = (mine ?? theirs) + 1, Step = step }));
    }
}
