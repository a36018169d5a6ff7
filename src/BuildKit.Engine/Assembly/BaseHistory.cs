using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Assembly;

/// <summary>The history of a base with exactly one line for each of its layers beside the empty ones. Some tools write none, or too many; others then refuse what stands on it.</summary>
internal static class BaseHistory
{
    /// <summary>The lines, put right where they do not fit the layers: missing ones follow, and the first of too many count as empty.</summary>
    /// <param name="image">Null on scratch.</param>
    internal static ImmutableArray<HistoryEntry> Of(ImageConfig? image)
    {
        if (image is null)
        {
            return [];
        }

        int named = image.History.Count(entry => !entry.EmptyLayer);
        int tooMany = named - image.DiffIds.Length;
        var lines = ImmutableArray.CreateBuilder<HistoryEntry>();
        foreach (HistoryEntry entry in image.History)
        {
            lines.Add(!entry.EmptyLayer && tooMany-- > 0 ? entry with { EmptyLayer = true } : entry);
        }

        for (int missing = image.DiffIds.Length - named; missing > 0; missing--)
        {
            lines.Add(new HistoryEntry(null, null, null, EmptyLayer: false));
        }

        return lines.ToImmutable();
    }
}
