using System.Collections.Immutable;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// The tree that a stack of layers shows when overlayfs mounts it: upper names hide lower ones, whiteouts take names away,
/// opaque folders hide what is below, folders merge. Answers from indexes only; no snapshot is read. Safe for concurrent use.
/// </summary>
public sealed class MergedTree : IFileTree
{
    /// <summary>Stacks layers, the lowest first.</summary>
    /// <param name="displayName">What messages call it, such as <c>stage Build</c>.</param>
    public MergedTree(ImmutableArray<LayerIndex> layers, string displayName) => (Layers, DisplayName) = (layers, displayName);

    /// <summary>The tree of no layers, which has a root only.</summary>
    public static MergedTree Empty { get; } = new([], "scratch");

    /// <inheritdoc />
    public string DisplayName { get; }

    /// <summary>The layers, the lowest first.</summary>
    public ImmutableArray<LayerIndex> Layers { get; }

    /// <inheritdoc />
    public TreeEntry? FindExact(LayerPath path) => throw new NotSupportedException();

    /// <summary>The entry of a path with every link on the way, the last part included, followed inside the root; null where there is none.</summary>
    /// <exception cref="BuildKitException">More than 40 links had to be followed.</exception>
    public TreeEntry? Find(LayerPath path) => throw new NotSupportedException();

    /// <summary>
    /// The path with the links of its folders, and of its last part when <paramref name="followLast"/>, replaced by what they point to. Parts that do not exist stay as they are.
    /// </summary>
    /// <exception cref="BuildKitException">More than 40 links had to be followed.</exception>
    public LayerPath Resolve(LayerPath path, bool followLast) => throw new NotSupportedException();

    /// <summary>The number in <see cref="Layers"/> of the layer that a path of <see cref="FindExact"/> comes from.</summary>
    public int? LayerOf(LayerPath path) => throw new NotSupportedException();

    /// <inheritdoc />
    public IEnumerable<TreeEntry> Enumerate(LayerPath folder) => throw new NotSupportedException();
}
