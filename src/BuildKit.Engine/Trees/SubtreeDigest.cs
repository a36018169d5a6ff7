using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// The digest of a set of entries by meaning: relative path, type, mode, owner, link target, device, attributes and content of each,
/// in byte order of the paths. Times, inodes and the layer that an entry comes from have no part in it. docs/keys.md fixes the bytes.
/// </summary>
public static class SubtreeDigest
{
    /// <summary>The digest of a file, or of a folder and everything below it; null where the path does not exist. Links at the path itself are followed.</summary>
    public static Digest? Of(MergedTree tree, LayerPath path) => throw new NotSupportedException();

    /// <summary>The digest of entries that are in byte order already; every file's content digest is known.</summary>
    public static Digest Of(IEnumerable<TreeEntry> entries) => throw new NotSupportedException();
}
