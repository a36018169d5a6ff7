using System.Runtime.InteropServices;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>The names of a build context as one walk found them, less what the ignore file leaves out. Files have no content digest yet.</summary>
public sealed class ContextTree : IFileTree
{
    private static readonly TreeEntry RootEntry = new() { Path = LayerPath.Root, Kind = TreeEntryKind.Directory, Mode = 0x1ED };

    private readonly ContextFile[] files;
    private readonly Dictionary<LayerPath, int> positions;

    /// <param name="files">In byte order of their paths.</param>
    internal ContextTree(string root, ContextFile[] files, string? ignoreFile)
    {
        Root = root;
        this.files = files;
        IgnoreFile = ignoreFile;
        positions = new Dictionary<LayerPath, int>(files.Length);
        for (int position = 0; position < files.Length; position++)
        {
            positions.Add(files[position].Entry.Path, position);
        }
    }

    /// <summary>The context's folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The name of the ignore file that was applied; null where there is none.</summary>
    public string? IgnoreFile { get; }

    /// <summary>Number of names.</summary>
    public int Count => files.Length;

    /// <inheritdoc />
    public string DisplayName => "the build context";

    /// <inheritdoc />
    public TreeEntry? FindExact(LayerPath path) => path.IsRoot ? RootEntry : positions.TryGetValue(path, out int position) ? files[position].Entry : null;

    /// <inheritdoc />
    public IEnumerable<TreeEntry> Enumerate(LayerPath folder)
    {
        for (int position = folder.IsRoot ? 0 : FirstAfter([.. folder.Span, (byte)'/']); position < files.Length && files[position].Entry.Path.IsAtOrBelow(folder); position++)
        {
            yield return files[position].Entry;
        }
    }

    internal ContextFile File(LayerPath path) => files[positions[path]];

    /// <summary>Fails for a name that cannot be part of an image.</summary>
    internal void CheckUsable(LayerPath path)
    {
        if (!positions.TryGetValue(path, out int position))
        {
            return;
        }

        ContextFile file = files[position];
        if (file.ErrorNumber != 0)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.ContextFileUnreadable, $"'{path}' of the build context cannot be read: {Marshal.GetPInvokeErrorMessage(file.ErrorNumber)}.",
                "Make it readable, or leave it out with a line in .buildignore.");
        }

        if (file.Entry.Kind is not (TreeEntryKind.File or TreeEntryKind.Directory or TreeEntryKind.SymbolicLink))
        {
            string what = file.Entry.Kind switch
            {
                TreeEntryKind.Socket => "a socket",
                TreeEntryKind.Fifo => "a named pipe",
                _ => "a device",
            };
            throw new BuildKitException(
                ExecutionErrorCodes.ContextFileSpecial, $"'{path}' of the build context is {what}, which cannot be copied.", "Leave it out with a line in .buildignore or with 'exclude:'.");
        }
    }

    private int FirstAfter(ReadOnlySpan<byte> bound)
    {
        int low = 0;
        int high = files.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = files[middle].Entry.Path.Span.SequenceCompareTo(bound) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
