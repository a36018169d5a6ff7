using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// Folders that a layer does not name but needs for what is in it. On disk such a folder hides the mode and owner that a lower layer gives it, since
/// layers are unpacked without knowing what is below them.
/// </summary>
internal static class ImpliedFolders
{
    /// <summary>The changes that give these folders what the tree says of them; empty where every layer names its folders.</summary>
    internal static ChangeSet Restored(MergedTree tree)
    {
        var builder = new ChangeSetBuilder(tree, FileOwner.Root);
        foreach (LayerPath folder in tree.Layers.SelectMany(layer => layer.ImpliedFolders()).Distinct())
        {
            if (tree.FindExact(folder) is { Kind: TreeEntryKind.Directory, IsImplied: false })
            {
                builder.Restate(folder);
            }
        }

        return builder.Build();
    }
}
