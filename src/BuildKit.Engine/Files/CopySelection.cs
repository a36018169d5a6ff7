using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// Finds what a Copy selects. A pattern without <c>* ? [ \</c> is a path: links of its folders are followed, and its last part too when it
/// leads to a folder; any other link is copied as a link. An exclusion is matched against the path from the source's root and
/// from the selected folder, and takes what is below a folder with it.
/// </summary>
internal sealed class CopySelection
{
    private readonly CopyOrigin origin;
    private readonly ImmutableArray<GlobPattern> excludes;

    private CopySelection(CopyOrigin origin, ImmutableArray<GlobPattern> excludes) => (this.origin, this.excludes) = (origin, excludes);

    /// <summary>The matches in the order of the patterns, and in byte order within one.</summary>
    /// <exception cref="BuildKitException">A pattern is malformed or matches nothing.</exception>
    public static IReadOnlyList<CopyMatch> Find(CopyOrigin origin, FileSelection selection)
    {
        var search = new CopySelection(origin, [.. selection.Excludes.Select(pattern => ParsePattern(Trim(pattern)))]);
        var result = new List<CopyMatch>();
        foreach (string pattern in selection.Patterns)
        {
            int count = result.Count;
            result.AddRange(GlobPattern.HasMeaning(pattern) ? search.Glob(pattern) : search.Exact(pattern));
            if (result.Count == count)
            {
                throw new BuildKitException(ExecutionErrorCodes.NothingMatches, $"'{pattern}' matches nothing in {origin.Tree.DisplayName}.", origin.MissingAdvice);
            }
        }

        return result;
    }

    /// <summary>The one file or folder that a path leads to: every link is followed inside the source, its last part too.</summary>
    /// <exception cref="BuildKitException">The path leads to nothing, or to something that is neither.</exception>
    public static CopyMatch One(CopyOrigin origin, string path)
    {
        LayerPath place = LinkResolver.Resolve(origin.Tree, LayerPaths.FromText(path, LayerPath.Root), followLast: true);
        return origin.Tree.FindExact(place) is { Kind: TreeEntryKind.File or TreeEntryKind.Directory } entry
            ? new CopySelection(origin, []).Match(entry)
            : throw new BuildKitException(ExecutionErrorCodes.NothingMatches, $"'{path}' leads to no file or folder in {origin.Tree.DisplayName}.", origin.MissingAdvice);
    }

    /// <summary>Reads a pattern of a step.</summary>
    /// <exception cref="BuildKitException">It is malformed.</exception>
    internal static GlobPattern ParsePattern(string text) => GlobPattern.TryParse(text)
        ?? throw new BuildKitException(ExecutionErrorCodes.PatternInvalid, $"The pattern '{text}' is malformed.", "End each [ with ], and put a character behind each \\.");

    // Patterns are relative to the source's root, with or without a leading slash.
    internal static string Trim(string pattern)
    {
        while (pattern.StartsWith('/') || pattern.StartsWith("./", StringComparison.Ordinal))
        {
            pattern = pattern[(pattern[0] == '/' ? 1 : 2)..];
        }

        return pattern.TrimEnd('/');
    }

    private IEnumerable<CopyMatch> Exact(string pattern)
    {
        LayerPath path = LinkResolver.Resolve(origin.Tree, LayerPaths.FromText(pattern, LayerPath.Root), followLast: false);
        TreeEntry? entry = origin.Tree.FindExact(path);
        if (entry?.Kind == TreeEntryKind.SymbolicLink
            && origin.Tree.FindExact(LinkResolver.Resolve(origin.Tree, path, followLast: true)) is { Kind: TreeEntryKind.Directory } folder)
        {
            entry = folder;
        }

        return entry is null || IsExcluded(entry.Path, LayerPath.Root) ? [] : [Match(entry)];
    }

    private IEnumerable<CopyMatch> Glob(string text)
    {
        GlobPattern pattern = ParsePattern(Trim(text));
        ReadOnlySpan<byte> prefix = pattern.Prefix;
        LayerPath start = LayerPath.TryNormalize(prefix[..Math.Max(0, prefix.LastIndexOf((byte)'/'))], out LayerPath folder) ? folder : LayerPath.Root;
        return [.. origin.Tree.Enumerate(start).Where(entry => pattern.IsMatch(entry.Path.Span) && !IsExcluded(entry.Path, LayerPath.Root)).Select(Match)];
    }

    private CopyMatch Match(TreeEntry entry) =>
        new(entry, entry.Kind == TreeEntryKind.Directory ? [.. origin.Tree.Enumerate(entry.Path).Where(below => !IsExcluded(below.Path, entry.Path))] : []);

    private bool IsExcluded(LayerPath path, LayerPath folder)
    {
        if (excludes.IsEmpty)
        {
            return false;
        }

        for (LayerPath current = path; !current.IsRoot && current != folder; current = current.Parent)
        {
            foreach (GlobPattern exclude in excludes)
            {
                if (exclude.IsMatch(current.Span) || (!folder.IsRoot && exclude.IsMatch(current.RelativeTo(folder).Span)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
