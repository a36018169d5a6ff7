using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>A tree that files are selected from: the build context, or the merged layers of a step's result.</summary>
public interface IFileTree
{
    /// <summary>What messages call it, such as <c>the build context</c>.</summary>
    string DisplayName { get; }

    /// <summary>The entry of a path, no link followed; null where there is none. The root is always there.</summary>
    TreeEntry? FindExact(LayerPath path);

    /// <summary>Everything below a folder, at any depth, in byte order of the paths; nothing where there is no such folder.</summary>
    IEnumerable<TreeEntry> Enumerate(LayerPath folder);
}
