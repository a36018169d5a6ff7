using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>The names of a build context as one walk found them, less what the ignore file leaves out. Files have no content digest yet.</summary>
public sealed class ContextTree : IFileTree
{
    internal ContextTree(string root) => Root = root;

    /// <summary>The context's folder, absolute.</summary>
    public string Root { get; }

    /// <inheritdoc />
    public string DisplayName => "the build context";

    /// <inheritdoc />
    public TreeEntry? FindExact(LayerPath path) => throw new NotSupportedException();

    /// <inheritdoc />
    public IEnumerable<TreeEntry> Enumerate(LayerPath folder) => throw new NotSupportedException();
}
