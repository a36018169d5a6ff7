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

    /// <summary>The root folder of a tree whose layers do not name it.</summary>
    private static TreeEntry PlainRoot { get; } = new() { Path = LayerPath.Root, Kind = TreeEntryKind.Directory, Mode = 0x1ED, IsImplied = true };

    /// <inheritdoc />
    public TreeEntry? FindExact(LayerPath path)
    {
        LayerStack.Choice choice = LayerStack.Walk(Layers, path);
        return choice.IsVisible ? Layers[choice.Layer][choice.Position] : path.IsRoot ? PlainRoot : null;
    }

    /// <summary>The entry of a path with every link on the way, the last part included, followed inside the root; null where there is none.</summary>
    /// <exception cref="BuildKitException">More than 40 links had to be followed.</exception>
    public TreeEntry? Find(LayerPath path) => FindExact(Resolve(path, followLast: true));

    /// <summary>
    /// The path with the links of its folders, and of its last part when <paramref name="followLast"/>, replaced by what they point
    /// to. Parts that do not exist stay as they are.
    /// </summary>
    /// <exception cref="BuildKitException">More than 40 links had to be followed.</exception>
    public LayerPath Resolve(LayerPath path, bool followLast) => LinkResolver.Resolve(this, path, followLast);

    /// <summary>The number in <see cref="Layers"/> of the layer that a path of <see cref="FindExact"/> comes from; null where it does not exist or no layer names it.</summary>
    public int? LayerOf(LayerPath path) => LayerStack.Walk(Layers, path) is { IsVisible: true } choice ? choice.Layer : null;

    /// <inheritdoc />
    public IEnumerable<TreeEntry> Enumerate(LayerPath folder)
    {
        LayerStack.Choice start = LayerStack.Walk(Layers, folder);
        return start.IsVisible || folder.IsRoot ? new LayerMerge(Layers, folder, start.Cut).Entries() : [];
    }
}
