using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Files of one archive or commit, which are placed as a Copy places files. Of two for one path the later counts.</summary>
internal sealed class UnpackedFiles(FileOwner owner)
{
    private readonly SortedDictionary<LayerPath, UnpackedEntry> entries = [];
    private readonly Dictionary<LayerPath, PlannedContent> contents = [];

    /// <summary>The first that lies below something else than a folder; null where none does.</summary>
    internal LayerPath? Misplaced
    {
        get
        {
            foreach (LayerPath path in entries.Keys)
            {
                if (!path.Parent.IsRoot && entries.TryGetValue(path.Parent, out UnpackedEntry? above) && above.Entry.Kind != TreeEntryKind.Directory)
                {
                    return path;
                }
            }

            return null;
        }
    }

    internal void AddFolder(LayerPath path, int mode) => entries[path] = new UnpackedEntry(Entry(path, TreeEntryKind.Directory, mode));

    internal void AddLink(LayerPath path, ByteString target) =>
        entries[path] = new UnpackedEntry(Entry(path, TreeEntryKind.SymbolicLink, 0x1FF) with { LinkTarget = target });

    internal void AddFile(LayerPath path, int mode, PlannedContent bytes, long size, Digest content)
    {
        contents[path] = bytes;
        entries[path] = new UnpackedEntry(Entry(path, TreeEntryKind.File, mode) with { Size = size, Content = content });
    }

    /// <summary>Adds a further name of a file; false where there is no such file.</summary>
    internal bool TryAddName(LayerPath path, LayerPath file)
    {
        if (!entries.TryGetValue(file, out UnpackedEntry? first) || first.Entry.Kind != TreeEntryKind.File)
        {
            return false;
        }

        contents[path] = contents[file];
        entries[path] = new UnpackedEntry(first.Entry with { Path = path }, first.Group ??= new object());
        return true;
    }

    /// <summary>Everything as one set, with the folders on the way.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <exception cref="BuildKitException">The parent has a folder in the place of a file, or the other way round.</exception>
    internal ChangeSet ToChangeSet(MergedTree parent, LayerPath folder)
    {
        var builder = new ChangeSetBuilder(parent, owner);
        builder.Folder(folder, null);
        foreach ((LayerPath path, UnpackedEntry entry) in entries)
        {
            LayerPath place = folder.Join(path);
            if (entry.Entry.Kind == TreeEntryKind.Directory)
            {
                builder.Folder(place, entry.Entry);
            }
            else
            {
                builder.Place(place, entry.Entry, contents.GetValueOrDefault(path), entry.Group);
            }
        }

        return builder.Build();
    }

    private TreeEntry Entry(LayerPath path, TreeEntryKind kind, int mode) =>
        new() { Path = path, Kind = kind, Mode = mode, Uid = owner.Uid, Gid = owner.Gid };
}
