using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Trees;

/// <summary>Short ways to write entries down.</summary>
internal static class Entries
{
    public static TreeEntry Folder(string path, int mode = 0x1ED, bool opaque = false, bool implied = false) =>
        new() { Path = LayerPath.Parse(path), Kind = TreeEntryKind.Directory, Mode = mode, IsOpaque = opaque, IsImplied = implied };

    public static TreeEntry Text(string path, string content, int mode = 0x1A4) => new()
    {
        Path = LayerPath.Parse(path),
        Kind = TreeEntryKind.File,
        Mode = mode,
        Size = content.Length,
        Content = Digest.Of(System.Text.Encoding.UTF8.GetBytes(content)),
    };

    public static TreeEntry Link(string path, string target) =>
        new() { Path = LayerPath.Parse(path), Kind = TreeEntryKind.SymbolicLink, Mode = 0x1FF, LinkTarget = ByteString.FromText(target) };

    public static TreeEntry Whiteout(string path) => new() { Path = LayerPath.Parse(path), Kind = TreeEntryKind.Whiteout };

    public static MergedTree Tree(params TreeEntry[][] layers) => new([.. layers.Select(LayerIndex.Create)], "the test tree");

    public static string[] Paths(this IEnumerable<TreeEntry> entries) => [.. entries.Select(entry => entry.Path.ToString())];

    public static IEnumerable<TreeEntry> All(this LayerIndex index) => Enumerable.Range(0, index.Count).Select(position => index[position]);

    /// <summary>Everything of an entry as text, for comparisons with a readable difference.</summary>
    public static string Describe(this TreeEntry entry) =>
        $"{entry.Path} {entry.Kind} {Convert.ToString(entry.Mode, 8)} {entry.Uid}:{entry.Gid} {entry.Size} {entry.ModificationTime} '{entry.LinkTarget}' ={entry.HardLink?.ToString()}" +
        $" {entry.DeviceMajor},{entry.DeviceMinor} {entry.Content} [{string.Join(' ', entry.Attributes.Select(attribute => $"{attribute.Name}={Convert.ToHexString(attribute.Value.Span)}"))}]" +
        (entry.IsOpaque ? " opaque" : "") + (entry.IsImplied ? " implied" : "");
}
