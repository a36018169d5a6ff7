using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>The plans of the steps that change files without copying any. Paths are absolute or relative to the working directory.</summary>
public static class FilePlans
{
    private const int DefaultMode = 0x1A4;

    /// <summary>One file of given bytes, in the place of a file or link that is there; missing folders on the way are made (0755, of the same owner).</summary>
    /// <param name="owner"><c>user[:group]</c>; null for 0:0.</param>
    /// <param name="mode">Permission bits; null for octal 644.</param>
    /// <exception cref="BuildKitException">A folder stands there, or the owner is not known.</exception>
    public static ChangeSet Write(MergedTree parent, string workingDirectory, string path, ReadOnlyMemory<byte> content, string? owner, int? mode) =>
        Write(parent, workingDirectory, path, new InlineContent(content), content.Length, Digest.Of(content.Span), owner, mode);

    /// <summary>The same of a file whose bytes are elsewhere.</summary>
    internal static ChangeSet Write(MergedTree parent, string workingDirectory, string path, PlannedContent content, long size, Digest digest, string? owner, int? mode)
    {
        FileOwner numeric = Owner(parent, owner);
        var builder = new ChangeSetBuilder(parent, numeric);
        LayerPath place = Place(workingDirectory, path);
        var entry = new TreeEntry
        {
            Path = place,
            Kind = TreeEntryKind.File,
            Mode = mode ?? DefaultMode,
            Uid = numeric.Uid,
            Gid = numeric.Gid,
            Size = size,
            Content = digest,
        };
        builder.Place(place, entry, content, null);
        return builder.Build();
    }

    /// <summary>One symbolic link, in the place of a file or link that is there.</summary>
    /// <exception cref="BuildKitException">A folder stands there.</exception>
    public static ChangeSet Link(MergedTree parent, string workingDirectory, string path, string target)
    {
        var builder = new ChangeSetBuilder(parent, FileOwner.Root);
        LayerPath place = Place(workingDirectory, path);
        builder.Place(place, new TreeEntry { Path = place, Kind = TreeEntryKind.SymbolicLink, Mode = 0x1FF, LinkTarget = ByteString.FromText(target) }, null, null);
        return builder.Build();
    }

    /// <summary>Takes names away; a link is taken away itself. A folder goes with all that is in it.</summary>
    /// <exception cref="BuildKitException">A pattern matches nothing, is malformed, or means the root.</exception>
    public static ChangeSet Delete(MergedTree parent, string workingDirectory, ImmutableArray<string> patterns)
    {
        var gone = new SortedSet<LayerPath>();
        foreach (string pattern in patterns)
        {
            LayerPath[] matches = [.. Matches(parent, workingDirectory, pattern)];
            gone.UnionWith(matches);
            if (matches.Length == 0)
            {
                throw new BuildKitException(ExecutionErrorCodes.NothingMatches, $"'{pattern}' matches nothing in {parent.DisplayName}.", "Look at its spelling, or leave the Delete out.");
            }
        }

        var builder = new ChangeSetBuilder(parent, FileOwner.Root);
        foreach (LayerPath path in gone)
        {
            if (path.IsRoot)
            {
                throw new BuildKitException(ExecutionErrorCodes.PatternInvalid, "A Delete cannot take the root away.", "Name what is in it, such as '/*'.");
            }

            if (!HasFolderIn(gone, path))
            {
                builder.Place(path, new TreeEntry { Path = path, Kind = TreeEntryKind.Whiteout }, null, null);
            }
        }

        return builder.Build();
    }

    /// <summary>A folder (WorkDir); empty where it exists already, through links or not.</summary>
    /// <param name="owner"><c>user[:group]</c>; null for 0:0.</param>
    /// <exception cref="BuildKitException">Something that is no folder is in the way.</exception>
    public static ChangeSet MakeDirectory(MergedTree parent, string path, string? owner)
    {
        var builder = new ChangeSetBuilder(parent, Owner(parent, owner));
        builder.Folder(Place("/", path), null);
        return builder.Build();
    }

    internal static FileOwner Owner(MergedTree parent, string? owner) => owner is null ? FileOwner.Root : UserDatabase.Of(parent).ResolveOwner(owner);

    internal static LayerPath Place(string workingDirectory, string path) => LayerPaths.FromText(path, LayerPaths.FromText(workingDirectory, LayerPath.Root));

    private static IEnumerable<LayerPath> Matches(MergedTree parent, string workingDirectory, string text)
    {
        if (!GlobPattern.HasMeaning(text))
        {
            LayerPath exact = parent.Resolve(Place(workingDirectory, text), followLast: false);
            return parent.FindExact(exact) is null ? [] : [exact];
        }

        LayerPath folder = Place(workingDirectory, "");
        string absolute = text.StartsWith('/') || folder.IsRoot ? text : $"{folder}/{text}";
        GlobPattern pattern = CopySelection.ParsePattern(CopySelection.Trim(absolute));
        return parent.Enumerate(LayerPath.Root).Select(entry => entry.Path).Where(path => pattern.IsMatch(path.Span));
    }

    private static bool HasFolderIn(SortedSet<LayerPath> gone, LayerPath path)
    {
        for (LayerPath folder = path.Parent; !folder.IsRoot; folder = folder.Parent)
        {
            if (gone.Contains(folder))
            {
                return true;
            }
        }

        return false;
    }
}
