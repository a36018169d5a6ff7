using System.Diagnostics.CodeAnalysis;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// The entries of one layer in byte order of their paths, from a file that is mapped into memory and searched in place.
/// Safe for concurrent use. An index outlives the removal of its file.
/// </summary>
public sealed class LayerIndex : IDisposable
{
    /// <summary>The index of a layer without entries.</summary>
    public static LayerIndex Empty => throw new NotSupportedException();

    /// <summary>Number of entries.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>Opens and checks an index file.</summary>
    /// <exception cref="BuildKitException">The file is missing, damaged, or of another version.</exception>
    public static LayerIndex Open(string path) => throw new NotSupportedException();

    /// <summary>Builds an index in memory, in any order of the entries; two entries with one path are a defect.</summary>
    public static LayerIndex Create(IEnumerable<TreeEntry> entries) => throw new NotSupportedException();

    /// <summary>The entry at a position, 0 to <see cref="Count"/> - 1.</summary>
    public TreeEntry this[int position] => throw new NotSupportedException();

    /// <summary>The entry of a path, whiteouts included; null where the layer has none.</summary>
    public TreeEntry? Find(LayerPath path) => throw new NotSupportedException();

    /// <summary>The content of a small file that is kept in the index itself: those named <c>passwd</c> and <c>group</c>.</summary>
    public bool TryGetContent(LayerPath path, [NotNullWhen(true)] out byte[]? content) => throw new NotSupportedException();

    /// <summary>Gives the mapped memory back.</summary>
    public void Dispose()
    {
    }
}
