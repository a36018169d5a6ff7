using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Whiteouts that hide nothing, since a folder above them already hides all that is below. They must go: overlayfs lists whiteouts in a
/// folder that it has not merged with a lower one, such as an opaque one.
/// </summary>
internal static class IdleWhiteouts
{
    /// <summary>Their paths among a layer's entries.</summary>
    public static ImmutableArray<LayerPath> Among(IReadOnlyDictionary<LayerPath, UnpackedEntry> entries) =>
    [
        .. entries.Values.Where(entry => entry.Entry.Kind == TreeEntryKind.Whiteout && IsBelowOpaque(entry.Entry.Path, entries)).Select(entry => entry.Entry.Path),
    ];

    private static bool IsBelowOpaque(LayerPath path, IReadOnlyDictionary<LayerPath, UnpackedEntry> entries)
    {
        for (LayerPath folder = path; !folder.IsRoot;)
        {
            folder = folder.Parent;
            if (entries.TryGetValue(folder, out UnpackedEntry? above) && above.Entry.IsOpaque)
            {
                return true;
            }
        }

        return false;
    }
}
