using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Compares an upper directory with its parent by meaning. The result depends on the two trees alone, not on how a step came from one to
/// the other: what is equal but for its time is dropped, and an opaque folder becomes whiteouts of what is really gone.
/// </summary>
internal sealed class UpperComparison
{
    private readonly MergedTree parent;
    private readonly HashSet<LayerPath> stubs;
    private readonly Func<LayerPath, Digest> hashFile;
    private readonly Dictionary<(ulong, ulong), object> groups = [];
    private readonly List<UnpackedEntry> kept = [];
    private readonly List<UpperNode> dropped = [];
    private readonly List<LayerPath> addedWhiteouts = [];
    private int socketWhiteouts;

    /// <param name="hashFile">Reads a file of the upper directory.</param>
    public UpperComparison(MergedTree parent, IEnumerable<LayerPath> stubs, Func<LayerPath, Digest> hashFile)
    {
        this.parent = parent;
        this.hashFile = hashFile;
        this.stubs = [.. stubs.SelectMany(WithMissingFolders)];
    }

    /// <summary>The layer's entries, folders on the way to them included; in no order.</summary>
    public IReadOnlyList<UnpackedEntry> Kept => kept;

    /// <summary>What goes from the disk; a folder after what was in it.</summary>
    public IReadOnlyList<UpperNode> Dropped => dropped;

    /// <summary>Whiteouts that the disk lacks, since an opaque folder stood for them.</summary>
    public IReadOnlyList<LayerPath> AddedWhiteouts => addedWhiteouts;

    /// <summary>Compares everything.</summary>
    /// <param name="sockets">Sockets that are not among the nodes; they hide what the parent has in their place.</param>
    public void Compare(UpperNode root, IEnumerable<UpperNode> sockets)
    {
        foreach (UpperNode socket in sockets)
        {
            dropped.Add(socket);
            if (parent.FindExact(socket.Path) is not null)
            {
                AddWhiteout(socket.Path);
            }
        }

        socketWhiteouts = addedWhiteouts.Count;
        CompareFolder(root, isHidden: false);
    }

    private bool Compare(UpperNode node, bool isHidden)
    {
        if (node.IsFolder)
        {
            return CompareFolder(node, isHidden);
        }

        TreeEntry? before = parent.FindExact(node.Path);
        if (node.IsWhiteout)
        {
            return Decide(node, before is not null, new TreeEntry { Path = node.Path, Kind = TreeEntryKind.Whiteout });
        }

        bool isStub = before is null && stubs.Contains(node.Path) && node.Status is { Kind: TreeEntryKind.File, Size: 0 };
        return Decide(node, !isStub && (before is null || Differs(before, node)), node.ToEntry());
    }

    private bool CompareFolder(UpperNode node, bool isHidden)
    {
        TreeEntry? before = parent.FindExact(node.Path) is { Kind: TreeEntryKind.Directory } folder ? folder : null;
        bool hidesBelow = isHidden || node.IsOpaque;
        int count = kept.Count;
        foreach (UpperNode child in node.Children)
        {
            Compare(child, hidesBelow);
        }

        if (hidesBelow && before is not null)
        {
            WhiteOutTheMissing(node);
        }

        bool holdsChanges = kept.Count > count || addedWhiteouts.Take(socketWhiteouts).Any(path => path.IsBelow(node.Path));
        TreeEntry entry = node.ToEntry();
        bool isChanged = before is null ? !(stubs.Contains(node.Path) && !holdsChanges) : !HasSameMetadata(before, entry);
        if (node.Path.IsRoot)
        {
            if (isChanged)
            {
                kept.Add(new UnpackedEntry(entry));
            }

            return isChanged || holdsChanges;
        }

        return Decide(node, isChanged || holdsChanges, entry);
    }

    private void WhiteOutTheMissing(UpperNode node)
    {
        HashSet<LayerPath> present = [.. node.Children.Select(child => child.Path)];
        foreach (TreeEntry entry in parent.Enumerate(node.Path).Where(entry => entry.Path.Parent == node.Path && !present.Contains(entry.Path)))
        {
            if (!addedWhiteouts.Take(socketWhiteouts).Contains(entry.Path))
            {
                AddWhiteout(entry.Path);
            }
        }
    }

    private void AddWhiteout(LayerPath path)
    {
        addedWhiteouts.Add(path);
        kept.Add(new UnpackedEntry(new TreeEntry { Path = path, Kind = TreeEntryKind.Whiteout }));
    }

    private bool Decide(UpperNode node, bool isKept, TreeEntry entry)
    {
        if (!isKept)
        {
            dropped.Add(node);
            return false;
        }

        object? group = null;
        if (entry.Kind == TreeEntryKind.File && node.Status.LinkCount > 1 && !groups.TryGetValue((node.Status.Node, node.Status.Inode), out group))
        {
            groups.Add((node.Status.Node, node.Status.Inode), group = new object());
        }

        kept.Add(new UnpackedEntry(entry, group));
        return true;
    }

    private bool Differs(TreeEntry before, UpperNode node)
    {
        TreeEntry now = node.ToEntry();
        return before.Kind != now.Kind || before.Size != now.Size || before.LinkTarget != now.LinkTarget
            || before.DeviceMajor != now.DeviceMajor || before.DeviceMinor != now.DeviceMinor || !HasSameMetadata(before, now)
            || (now.Kind == TreeEntryKind.File && before.Content != hashFile(now.Path));
    }

    private static bool HasSameMetadata(TreeEntry before, TreeEntry now) =>
        before.Mode == now.Mode && before.Uid == now.Uid && before.Gid == now.Gid && before.Attributes.SequenceEqual(now.Attributes);

    // A mount point's missing folders were made together with it.
    private IEnumerable<LayerPath> WithMissingFolders(LayerPath stub)
    {
        for (LayerPath path = stub; !path.IsRoot && parent.FindExact(path) is null; path = path.Parent)
        {
            yield return path;
        }
    }
}
