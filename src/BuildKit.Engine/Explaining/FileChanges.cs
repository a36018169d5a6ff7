using BuildKit.Engine.Files;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Explaining;

/// <summary>In which paths a planned layer differs from one that was made before.</summary>
internal static class FileChanges
{
    /// <summary>Each of them for people, in the order of the paths, such as <c>/app/b.txt</c> or <c>/app/c.txt is new</c>.</summary>
    /// <param name="before">The layer as it was.</param>
    /// <param name="now">The layer as it is going to be.</param>
    internal static IEnumerable<string> Between(LayerIndex before, ChangeSet now)
    {
        int position = 0;
        foreach (PlannedChange change in now.Changes)
        {
            for (; position < before.Count && before[position].Path < change.Entry.Path; position++)
            {
                if (IsNamed(before[position]))
                {
                    yield return $"{before[position].Path} is gone";
                }
            }

            bool isKnown = position < before.Count && before[position].Path == change.Entry.Path;
            if (!isKnown)
            {
                yield return $"{change.Entry.Path} is new";
            }
            else if (!AreEqual(before[position], change.Entry))
            {
                yield return change.Entry.Path.ToString();
            }

            position += isKnown ? 1 : 0;
        }

        for (; position < before.Count; position++)
        {
            if (IsNamed(before[position]))
            {
                yield return $"{before[position].Path} is gone";
            }
        }
    }

    // An index has the root, and folders that the layer does not name.
    private static bool IsNamed(TreeEntry entry) => !entry.Path.IsRoot && !entry.IsImplied;

    private static bool AreEqual(TreeEntry before, TreeEntry now) =>
        before.Kind == now.Kind
        && before.Mode == now.Mode
        && before.Uid == now.Uid
        && before.Gid == now.Gid
        && before.LinkTarget.Equals(now.LinkTarget)
        && before.Content == now.Content;
}
