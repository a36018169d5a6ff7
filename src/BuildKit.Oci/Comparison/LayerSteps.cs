using BuildKit.Oci.Images;

namespace BuildKit.Oci.Comparison;

/// <summary>Which step made a layer.</summary>
internal static class LayerSteps
{
    /// <summary>The line of the history that belongs to a layer; null where it says nothing, or does not fit the layers.</summary>
    public static string? Of(ImageConfig config, int layer)
    {
        HistoryEntry[] lines = [.. config.History.Where(entry => !entry.EmptyLayer)];
        return lines.Length == config.DiffIds.Length ? lines[layer].CreatedBy : null;
    }
}
