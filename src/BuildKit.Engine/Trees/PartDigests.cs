using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// A tree's digests by meaning, of some folders and of all the rest: what <see cref="SubtreeDigest"/> has of each entry, with paths from the root. Together they have all of the tree.
/// </summary>
internal sealed class PartDigests
{
    private const string Purpose = "buildkit.part.v1";

    private readonly Dictionary<LayerPath, Digest> folders;

    private PartDigests(Dictionary<LayerPath, Digest> folders, Digest rest) => (this.folders, Rest) = (folders, rest);

    /// <summary>Of all that is in none of the folders.</summary>
    internal Digest Rest { get; }

    /// <summary>Of one of the folders; of nothing where the tree has none there.</summary>
    internal Digest this[LayerPath folder] => folders[folder];

    /// <param name="folders">None within another. No links are followed: a folder behind one belongs to the rest.</param>
    internal static PartDigests Of(MergedTree tree, IReadOnlyCollection<LayerPath> folders)
    {
        using var rest = new EntryHash(Purpose);
        Dictionary<LayerPath, EntryHash> parts = folders.ToDictionary(folder => folder, _ => new EntryHash(Purpose));
        try
        {
            foreach (TreeEntry entry in tree.Enumerate(LayerPath.Root))
            {
                PartOf(entry.Path, parts, rest).Add(entry, entry.Path, entry.HardLink is { } first && first != entry.Path ? first : LayerPath.Root);
            }

            return new PartDigests(parts.ToDictionary(part => part.Key, part => part.Value.Finish()), rest.Finish());
        }
        finally
        {
            foreach (EntryHash part in parts.Values)
            {
                part.Dispose();
            }
        }
    }

    private static EntryHash PartOf(LayerPath path, Dictionary<LayerPath, EntryHash> parts, EntryHash rest)
    {
        for (; !path.IsRoot; path = path.Parent)
        {
            if (parts.TryGetValue(path, out EntryHash? part))
            {
                return part;
            }
        }

        return rest;
    }
}
