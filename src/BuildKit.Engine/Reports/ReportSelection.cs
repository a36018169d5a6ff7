using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Reports;

/// <summary>
/// Finds what <c>reports:</c> names. A path is followed through links inside the root, its last part too; patterns are those of a Copy and follow none. Of what
/// is found only regular files and folders count.
/// </summary>
internal static class ReportSelection
{
    /// <summary>Whether the patterns of a run can be read.</summary>
    /// <exception cref="BuildKitException">One is malformed (BK4131).</exception>
    internal static void Check(ImmutableArray<string> reports)
    {
        foreach (string pattern in reports.Where(GlobPattern.HasMeaning))
        {
            CopySelection.ParsePattern(pattern);
        }
    }

    /// <summary>The entries by the path that they are brought out to: the one that they were found by, below the root.</summary>
    /// <param name="workingDirectory">What relative paths are relative to; absolute.</param>
    /// <exception cref="BuildKitException">Links lead in a circle (BK4133).</exception>
    internal static SortedDictionary<LayerPath, TreeEntry> Find(MergedTree tree, ImmutableArray<string> reports, string workingDirectory)
    {
        var found = new SortedDictionary<LayerPath, TreeEntry>();
        foreach (string report in reports)
        {
            foreach ((LayerPath place, TreeEntry entry) in GlobPattern.HasMeaning(report) ? Glob(tree, report, workingDirectory) : Exact(tree, report, workingDirectory))
            {
                Add(tree, found, place, entry);
            }
        }

        return found;
    }

    private static IEnumerable<(LayerPath Place, TreeEntry Entry)> Exact(MergedTree tree, string report, string workingDirectory)
    {
        LayerPath place = LayerPath.Parse(ImagePath.Resolve(workingDirectory, report));
        return tree.Find(place) is { } entry ? [(place, entry)] : [];
    }

    private static IEnumerable<(LayerPath Place, TreeEntry Entry)> Glob(MergedTree tree, string report, string workingDirectory)
    {
        string escaped = string.Concat(workingDirectory.Select(character => GlobPattern.HasMeaning(character.ToString()) ? "\\" + character : character.ToString()));
        GlobPattern pattern = CopySelection.ParsePattern(CopySelection.Trim(ImagePath.Resolve(escaped, report)));
        ReadOnlySpan<byte> prefix = pattern.Prefix;
        LayerPath start = LayerPath.TryNormalize(prefix[..Math.Max(0, prefix.LastIndexOf((byte)'/'))], out LayerPath folder) ? folder : LayerPath.Root;
        return tree.Enumerate(start).Where(entry => pattern.IsMatch(entry.Path.Span)).Select(entry => (entry.Path, entry));
    }

    private static void Add(MergedTree tree, SortedDictionary<LayerPath, TreeEntry> found, LayerPath place, TreeEntry entry)
    {
        if (entry.Kind is TreeEntryKind.File or TreeEntryKind.Directory)
        {
            found[place] = entry;
        }

        foreach (TreeEntry below in entry.Kind == TreeEntryKind.Directory ? tree.Enumerate(entry.Path) : [])
        {
            if (below.Kind is TreeEntryKind.File or TreeEntryKind.Directory)
            {
                found[place.Join(below.Path.RelativeTo(entry.Path))] = below;
            }
        }
    }
}
