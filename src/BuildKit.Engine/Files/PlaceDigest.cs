using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// The digest of what files can meet that go below a folder while nobody knows yet which: the folders and links on the way to it and below it, and below
/// those folders that links lead to. Of files only that they are there: each can be replaced by a file, and none can be a folder.
/// </summary>
internal static class PlaceDigest
{
    private const string Purpose = "buildkit.place.v1";

    private static readonly Digest AnyContent = Digest.Of([]);

    /// <summary>Computes it; a folder that does not exist counts by what is above it.</summary>
    /// <exception cref="BuildKitException">The links on the way to the folder lead in a circle.</exception>
    public static Digest Of(MergedTree tree, LayerPath folder)
    {
        using var hash = new EntryHash(Purpose);
        var places = new List<LayerPath> { tree.Resolve(folder, followLast: true) };
        for (int i = 0; i < places.Count; i++)
        {
            LayerPath place = places[i];
            for (LayerPath path = place; !path.IsRoot; path = path.Parent)
            {
                Add(hash, tree.FindExact(path), path);
            }

            foreach (TreeEntry entry in tree.Enumerate(place))
            {
                bool counts = entry.Kind is TreeEntryKind.Directory or TreeEntryKind.SymbolicLink;
                Add(hash, counts ? entry : new TreeEntry { Path = entry.Path, Kind = TreeEntryKind.File, Content = AnyContent }, entry.Path);
                if (entry.Kind == TreeEntryKind.SymbolicLink && FolderOf(tree, entry) is { } target && !places.Exists(target.IsAtOrBelow))
                {
                    places.Add(target);
                }
            }
        }

        return hash.Finish();
    }

    private static void Add(EntryHash hash, TreeEntry? entry, LayerPath path) =>
        hash.Add(entry ?? new TreeEntry { Path = path, Kind = TreeEntryKind.Whiteout }, path, LayerPath.Root);

    // Null for a link to something else than a folder, below which nothing can go; what it leads to may still be made.
    private static LayerPath? FolderOf(MergedTree tree, TreeEntry link)
    {
        try
        {
            LayerPath target = tree.Resolve(link.Path, followLast: true);
            return tree.FindExact(target) is null or { Kind: TreeEntryKind.Directory } ? target : null;
        }
        catch (BuildKitException failure) when (failure.Code == ExecutionErrorCodes.LinkLoop)
        {
            return null;
        }
    }
}
