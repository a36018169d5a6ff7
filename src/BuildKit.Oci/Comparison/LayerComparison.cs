using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Comparison;

/// <summary>Compares the entries of two layers, in byte order of their paths.</summary>
internal static class LayerComparison
{
    public static async Task<IReadOnlyList<ImageDifference>> CompareAsync(IContentStore left, Layer before, IContentStore right, Layer after, CancellationToken ct)
    {
        LayerListing one = await LayerListing.ReadAsync(left, before, ct).ConfigureAwait(false);
        LayerListing other = await LayerListing.ReadAsync(right, after, ct).ConfigureAwait(false);
        List<ImageDifference> found = [.. one.Paths.Union(other.Paths).Order().SelectMany(path => Compare(path, one.AttributesOf(path), other.AttributesOf(path)))];
        return found.Count > 0 ? found : [new ImageDifference(ComparedPart.Layer, "archive", before.DiffId.ToString(), after.DiffId.ToString())];
    }

    private static IEnumerable<ImageDifference> Compare(LayerPath path, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        // What is there on one side only, or is something else there, has no attributes to compare.
        string? type = before.GetValueOrDefault(LayerListing.Type);
        string? otherType = after.GetValueOrDefault(LayerListing.Type);
        IEnumerable<string> names = type == otherType ? before.Keys.Union(after.Keys) : [LayerListing.Type];
        return names
            .Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .Select(name => new ImageDifference(ComparedPart.Layer, name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)) { Path = path.ToString() });
    }
}
