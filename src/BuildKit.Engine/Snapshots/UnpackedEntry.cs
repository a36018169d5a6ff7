using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Snapshots;

/// <summary>An entry while its layer is unpacked or committed, with what it shares with its further names.</summary>
internal sealed class UnpackedEntry(TreeEntry entry, object? group = null)
{
    public TreeEntry Entry { get; } = entry;

    /// <summary>The same object for all names of one file; null for a file of one name.</summary>
    public object? Group { get; set; } = group;
}
