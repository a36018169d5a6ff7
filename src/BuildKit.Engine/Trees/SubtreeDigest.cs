using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// The digest of a folder or file by meaning: relative path, type, mode, owner, link target, device, attributes and content of each
/// entry, in byte order of the paths. Times, inodes and the layer that an entry comes from have no part in it.
/// </summary>
public static class SubtreeDigest
{
    private const string Purpose = "buildkit.subtree.v1";

    /// <summary>
    /// The digest of a file, or of a folder and everything below it; null where the path does not exist. Links on the way and at the path
    /// itself are followed.
    /// </summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">Links lead in a circle.</exception>
    public static Digest? Of(MergedTree tree, LayerPath path)
    {
        if (tree.Find(path) is not { } top)
        {
            return null;
        }

        using var hash = new EntryHash(Purpose);
        hash.Add(top, LayerPath.Root, LayerPath.Root);
        foreach (TreeEntry entry in top.Kind == TreeEntryKind.Directory ? tree.Enumerate(top.Path) : [])
        {
            hash.Add(entry, entry.Path.RelativeTo(top.Path), FirstName(entry, top.Path));
        }

        return hash.Finish();
    }

    private static LayerPath FirstName(TreeEntry entry, LayerPath folder) =>
        entry.HardLink is { } first && first != entry.Path && first.IsBelow(folder) ? first.RelativeTo(folder) : LayerPath.Root;
}
