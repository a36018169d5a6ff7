using BuildKit.Engine.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// Works out which entries a Copy gives, by Docker's rules (docs/language.md, "Copy"). Of the parent it reads only the folders that it
/// copies into, and the user database where the owner is a name. Folders that exist keep their mode and owner.
/// </summary>
public sealed class CopyPlan
{
    private readonly CopyOrigin source;
    private readonly ChangeSetBuilder builder;
    private readonly FileOwner? owner;
    private readonly int? mode;
    private readonly bool isNormalized;
    private readonly Dictionary<(LayerPath, Digest), object> groups = [];

    /// <param name="owner">Null: as in the source.</param>
    private CopyPlan(CopyOrigin source, MergedTree parent, FileOwner? owner, int? mode, bool isNormalized)
    {
        this.isNormalized = isNormalized;
        this.source = source;
        this.owner = owner;
        this.mode = mode;
        builder = new ChangeSetBuilder(parent, owner ?? FileOwner.Root);
    }

    /// <summary>Plans a Copy.</summary>
    /// <param name="source">The context with its digests, or a step's tree.</param>
    /// <param name="parent">The tree copied into.</param>
    /// <param name="workingDirectory">What a relative destination is relative to; absolute.</param>
    /// <param name="to">A folder where it ends with a slash or <c>.</c>, where it is one already, or where more than one plain file is selected; else the file itself.</param>
    /// <param name="owner"><c>user[:group]</c>; null for 0:0.</param>
    /// <param name="mode">Permission bits; null for the rule of the source's kind. A folder may be searched by whom it may be read.</param>
    /// <param name="isNormalized">Whether the rule is a context's whatever the source.</param>
    /// <exception cref="BuildKitException">A pattern matches nothing, a selected name cannot be copied, or the destination is in the way.</exception>
    public static ChangeSet Create(
        CopyOrigin source, FileSelection selection, MergedTree parent, string workingDirectory, string to, string? owner, int? mode, bool isNormalized = false)
    {
        FileOwner numeric = owner is null ? FileOwner.Root : UserDatabase.Of(parent).ResolveOwner(owner);
        IReadOnlyList<CopyMatch> matches = CopySelection.Find(source, selection);
        var plan = new CopyPlan(source, parent, numeric, mode, isNormalized || source.IsContext);
        LayerPath destination = LayerPaths.FromText(to, LayerPaths.FromText(workingDirectory, LayerPath.Root));
        bool isFolder = to.Length == 0 || to.EndsWith('/') || to is "." || to.EndsWith("/.", StringComparison.Ordinal) || selection.Parents || matches.Count > 1
            || selection.Patterns.Any(GlobPattern.HasMeaning) || parent.Find(destination) is { Kind: TreeEntryKind.Directory };
        foreach (CopyMatch match in matches)
        {
            plan.Add(match, destination, isFolder, selection.Parents);
        }

        return plan.builder.Build();
    }

    /// <summary>
    /// Plans what a bind mount shows: one file or folder of the source under a name of its own, owners and all. A link at the path is followed
    /// inside the source: mounted as it is, the kernel would follow it on this machine.
    /// </summary>
    /// <exception cref="BuildKitException">The path leads to nothing, or to what cannot be copied.</exception>
    internal static ChangeSet CreateBind(CopyOrigin source, string path, string name)
    {
        var plan = new CopyPlan(source, MergedTree.Empty, owner: null, mode: null, source.IsContext);
        plan.Add(CopySelection.One(source, path), LayerPath.Parse(name), isFolder: false, parents: false);
        return plan.builder.Build();
    }

    private void Add(CopyMatch match, LayerPath destination, bool isFolder, bool parents)
    {
        IReadOnlyList<TreeEntry> known = source.WithDigests([match.Top, .. match.Below]);
        TreeEntry top = known[0];
        if (parents)
        {
            AddParents(top.Path, destination);
        }

        if (top.Kind != TreeEntryKind.Directory)
        {
            LayerPath name = parents ? top.Path : LayerPath.FromTrusted(top.Path.Name.Memory);
            Place(top, isFolder ? destination.Join(name) : destination);
            return;
        }

        LayerPath start = parents ? destination.Join(top.Path) : destination;
        builder.Folder(start, FolderEntry(top));
        foreach (TreeEntry entry in known.Skip(1))
        {
            LayerPath place = start.Join(entry.Path.RelativeTo(top.Path));
            if (entry.Kind == TreeEntryKind.Directory)
            {
                builder.Folder(place, FolderEntry(entry));
            }
            else
            {
                Place(entry, place);
            }
        }
    }

    /// <summary>The folders above a match, with the modes they have in the source.</summary>
    private void AddParents(LayerPath path, LayerPath destination)
    {
        var above = new Stack<LayerPath>();
        for (LayerPath folder = path.Parent; !folder.IsRoot; folder = folder.Parent)
        {
            above.Push(folder);
        }

        foreach (LayerPath folder in above)
        {
            builder.Folder(destination.Join(folder), source.Tree.FindExact(folder) is { Kind: TreeEntryKind.Directory } entry ? FolderEntry(entry) : null);
        }
    }

    private void Place(TreeEntry entry, LayerPath place)
    {
        bool isLink = entry.Kind == TreeEntryKind.SymbolicLink;
        TreeEntry placed = entry with
        {
            Mode = isLink ? 0x1FF : mode ?? (isNormalized ? ((entry.Mode & 0x40) != 0 ? 0x1ED : 0x1A4) : entry.Mode),
            Uid = owner?.Uid ?? entry.Uid,
            Gid = owner?.Gid ?? entry.Gid,
            ModificationTime = LayerEntry.FixedTime,
            HardLink = null,
        };
        builder.Place(place, placed, entry.Kind == TreeEntryKind.File ? source.Content(entry) : null, GroupOf(entry));
    }

    // Names of one file stay names of one file where they come out of an image; which files of a context share an inode is an accident.
    private object? GroupOf(TreeEntry entry)
    {
        if (entry.HardLink is not { } first || source.Content(entry) is not LayerContent content)
        {
            return null;
        }

        // The same name may be the first one of different files in different layers.
        (LayerPath, Digest) key = (first, content.DiffId);
        if (!groups.TryGetValue(key, out object? group))
        {
            groups.Add(key, group = new object());
        }

        return group;
    }

    private TreeEntry FolderEntry(TreeEntry entry)
    {
        const int Readable = 0x124;
        int wanted = mode is int given ? given | ((given & Readable) >> 2) : isNormalized ? 0x1ED : entry.Mode;
        return new TreeEntry
        {
            Path = entry.Path,
            Kind = TreeEntryKind.Directory,
            Mode = wanted,
            Uid = owner?.Uid ?? entry.Uid,
            Gid = owner?.Gid ?? entry.Gid,
            Attributes = entry.Attributes,
        };
    }
}
