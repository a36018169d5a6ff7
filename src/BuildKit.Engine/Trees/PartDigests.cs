using System.Text;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// A tree's digests by meaning, of some folders and of all the rest: what <see cref="SubtreeDigest"/> has of each entry, with paths from the root. Together they have all of the tree.
/// </summary>
internal sealed class PartDigests
{
    private const string Purpose = "buildkit.part.v1";

    private readonly Dictionary<LayerPath, (Digest Whole, Digest Shown)> folders;

    private PartDigests(Dictionary<LayerPath, (Digest Whole, Digest Shown)> folders, Digest rest, bool isClosed) => (this.folders, Rest, IsClosed) = (folders, rest, isClosed);

    /// <summary>Of all that is in none of the folders.</summary>
    internal Digest Rest { get; }

    /// <summary>Whether no link leads into one of the folders from outside of it, so that what one who reads only some of them can see is in their digests and that of the rest.</summary>
    internal bool IsClosed { get; }

    /// <summary>Of one of the folders; of nothing where the tree has none there.</summary>
    internal Digest Whole(LayerPath folder) => folders[folder].Whole;

    /// <summary>The same without the files that are hidden.</summary>
    internal Digest Shown(LayerPath folder) => folders[folder].Shown;

    /// <param name="folders">None within another. No links are followed: a folder behind one belongs to the rest.</param>
    /// <param name="hiddenExtension">How the names of the files end that are hidden; null for none.</param>
    internal static PartDigests Of(MergedTree tree, IReadOnlyCollection<LayerPath> folders, string? hiddenExtension)
    {
        using var rest = new EntryHash(Purpose);
        Dictionary<LayerPath, (EntryHash Whole, EntryHash Shown)> parts = folders.ToDictionary(folder => folder, _ => (new EntryHash(Purpose), new EntryHash(Purpose)));
        byte[]? hidden = hiddenExtension is null ? null : Encoding.UTF8.GetBytes(hiddenExtension);
        bool isClosed = true;
        try
        {
            foreach (TreeEntry entry in tree.Enumerate(LayerPath.Root))
            {
                LayerPath? part = PartOf(entry.Path, parts);
                LayerPath first = entry.HardLink is { } link && link != entry.Path ? link : LayerPath.Root;
                (part is { } its ? parts[its].Whole : rest).Add(entry, entry.Path, first);
                if (part is { } shown && (hidden is null || entry.Kind != TreeEntryKind.File || !entry.Path.Span.EndsWith(hidden)))
                {
                    parts[shown].Shown.Add(entry, entry.Path, first);
                }

                isClosed = isClosed && (entry.Kind != TreeEntryKind.SymbolicLink || !LeadsInto(tree, entry.Path, part, folders));
            }

            return new PartDigests(parts.ToDictionary(part => part.Key, part => (part.Value.Whole.Finish(), part.Value.Shown.Finish())), rest.Finish(), isClosed);
        }
        finally
        {
            foreach ((EntryHash whole, EntryHash shown) in parts.Values)
            {
                whole.Dispose();
                shown.Dispose();
            }
        }
    }

    private static LayerPath? PartOf(LayerPath path, Dictionary<LayerPath, (EntryHash Whole, EntryHash Shown)> parts)
    {
        for (; !path.IsRoot; path = path.Parent)
        {
            if (parts.ContainsKey(path))
            {
                return path;
            }
        }

        return null;
    }

    // Whoever reads through a link to a folder above some of them reads them, too.
    private static bool LeadsInto(MergedTree tree, LayerPath link, LayerPath? part, IReadOnlyCollection<LayerPath> folders)
    {
        try
        {
            LayerPath target = tree.Resolve(link, followLast: true);
            return folders.Any(folder => folder != part && (target.IsAtOrBelow(folder) || folder.IsAtOrBelow(target)));
        }
        catch (BuildKitException)
        {
            // In a circle, so that nobody reads anything through it.
            return false;
        }
    }
}
