using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>Gives every name of a file with several names the first of them in path order.</summary>
internal static class HardLinkNames
{
    public static IEnumerable<TreeEntry> Resolve(IReadOnlyCollection<UnpackedEntry> entries)
    {
        var first = new Dictionary<object, (LayerPath Path, int Count)>(ReferenceEqualityComparer.Instance);
        foreach (UnpackedEntry entry in entries)
        {
            if (entry.Group is { } group && entry.Entry.Kind == TreeEntryKind.File)
            {
                first[group] = first.TryGetValue(group, out (LayerPath Path, int Count) known)
                    ? (known.Path < entry.Entry.Path ? known.Path : entry.Entry.Path, known.Count + 1)
                    : (entry.Entry.Path, 1);
            }
        }

        return entries.Select(entry =>
            entry.Group is { } group && first.TryGetValue(group, out (LayerPath Path, int Count) name) && name.Count > 1
                ? entry.Entry with { HardLink = name.Path }
                : entry.Entry);
    }
}
