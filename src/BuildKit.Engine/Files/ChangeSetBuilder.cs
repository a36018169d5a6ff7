using System.Collections.Immutable;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// Places entries into a tree. Folders on the way are followed through the tree's links, keep the mode and owner they have there, and are
/// made where they are missing. Nothing else of the tree is read, so that the result depends on nothing else.
/// </summary>
internal sealed class ChangeSetBuilder
{
    private const int FolderMode = 0x1ED;

    private readonly MergedTree parent;
    private readonly FileOwner owner;
    private readonly Dictionary<LayerPath, UnpackedEntry> entries = [];
    private readonly Dictionary<LayerPath, PlannedContent> contents = [];
    private readonly Dictionary<LayerPath, LayerPath> folders = [];
    private readonly HashSet<LayerPath> fresh = [];
    private bool hasChanges;

    /// <param name="owner">Whose the missing folders become.</param>
    public ChangeSetBuilder(MergedTree parent, FileOwner owner) => (this.parent, this.owner) = (parent, owner);

    /// <summary>The real place of a folder.</summary>
    /// <param name="template">Mode and attributes for the case that it is missing; null for 0755.</param>
    /// <exception cref="BuildKitException">Something that is no folder is in the way.</exception>
    public LayerPath Folder(LayerPath path, TreeEntry? template)
    {
        if (path.IsRoot)
        {
            return path;
        }

        if (folders.TryGetValue(path, out LayerPath known))
        {
            return known;
        }

        LayerPath candidate = Folder(path.Parent, null).Join(LayerPath.FromTrusted(path.Name.Memory));
        LayerPath place = entries.TryGetValue(candidate, out UnpackedEntry? planned) ? Planned(planned) : Existing(candidate, template);
        folders[path] = place;
        return place;
    }

    /// <summary>Places something that is no folder, in the place of what is there unless that is a folder.</summary>
    /// <param name="path">Where its folder's links are followed and its own name is replaced.</param>
    /// <param name="group">The same object for all names of one file; null for a file of one name.</param>
    public void Place(LayerPath path, TreeEntry entry, PlannedContent? content, object? group)
    {
        LayerPath folder = Folder(path.Parent, null);
        LayerPath place = folder.Join(LayerPath.FromTrusted(path.Name.Memory));
        bool isFolder = entries.TryGetValue(place, out UnpackedEntry? planned)
            ? planned.Entry.Kind == TreeEntryKind.Directory
            : Before(place) is { Kind: TreeEntryKind.Directory };
        if (isFolder && entry.Kind != TreeEntryKind.Whiteout)
        {
            throw Conflict(place, "is a folder, and a file is to take its place", "Delete the folder in a step before, or choose another destination.");
        }

        entries[place] = new UnpackedEntry(entry with { Path = place }, group);
        contents.Remove(place);
        if (content is not null)
        {
            contents[place] = content;
        }

        hasChanges = true;
    }

    /// <summary>Names a folder that the tree has, as it is there.</summary>
    /// <param name="path">Without links.</param>
    public void Restate(LayerPath path)
    {
        Folder(path, null);
        hasChanges = true;
    }

    /// <summary>The plan; empty when nothing but existing folders was named.</summary>
    public ChangeSet Build()
    {
        if (!hasChanges)
        {
            return new ChangeSet([]);
        }

        return new ChangeSet([.. HardLinkNames.Resolve(entries.Values)
            .OrderBy(entry => entry.Path)
            .Select(entry => new PlannedChange(entry, entry.HardLink is { } first && first != entry.Path ? null : contents.GetValueOrDefault(entry.Path)))]);
    }

    private static LayerPath Planned(UnpackedEntry planned) => planned.Entry.Kind == TreeEntryKind.Directory
        ? planned.Entry.Path
        : throw Conflict(planned.Entry.Path, "is copied as a file or link, and something else is to go below it", "Copy them to two destinations, or leave one out with 'exclude:'.");

    private LayerPath Existing(LayerPath candidate, TreeEntry? template)
    {
        switch (Before(candidate))
        {
            case null:
                entries[candidate] = new UnpackedEntry(
                    (template ?? new TreeEntry { Path = candidate, Kind = TreeEntryKind.Directory, Mode = FolderMode, Uid = owner.Uid, Gid = owner.Gid }) with { Path = candidate });
                fresh.Add(candidate);
                hasChanges = true;
                return candidate;
            case { Kind: TreeEntryKind.Directory } folder:
                entries[candidate] = new UnpackedEntry(folder with { IsOpaque = false, IsImplied = false, ModificationTime = LayerEntry.FixedTime });
                return candidate;
            case { Kind: TreeEntryKind.SymbolicLink }:
                return Folder(parent.Resolve(candidate, followLast: true), template);
            default:
                throw Conflict(candidate, "is no folder, and something is to go below it", "Delete it in a step before, or choose another destination.");
        }
    }

    /// <summary>What the parent has at a place; not asked below folders that the parent lacks.</summary>
    private TreeEntry? Before(LayerPath place) => fresh.Contains(place.Parent) ? null : parent.FindExact(place);

    private static BuildKitException Conflict(LayerPath place, string problem, string advice) =>
        new(ExecutionErrorCodes.DestinationConflict, $"'{place}' {problem}.", advice);
}
