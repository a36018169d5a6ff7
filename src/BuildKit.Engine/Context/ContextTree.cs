using System.Runtime.InteropServices;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>The names of a build context as one walk found them, less what the ignore file leaves out. Files have no content digest yet.</summary>
public sealed class ContextTree : IFileTree
{
    private static readonly TreeEntry RootEntry = new() { Path = LayerPath.Root, Kind = TreeEntryKind.Directory, Mode = 0x1ED };

    // A build in which nothing changed asks for the fingerprint alone.
    private readonly Lazy<ContextFile[]> files;
    private readonly Lazy<Dictionary<LayerPath, ContextFile>> byPath;

    /// <param name="files">In any order.</param>
    /// <param name="fingerprint">Of these files.</param>
    internal ContextTree(string root, IReadOnlyCollection<ContextFile> files, string? ignoreFile, Digest? fingerprint)
    {
        Root = root;
        IgnoreFile = ignoreFile;
        Fingerprint = fingerprint;
        Count = files.Count;
        this.files = new Lazy<ContextFile[]>(() => Sort(files));
        byPath = new Lazy<Dictionary<LayerPath, ContextFile>>(() => files.ToDictionary(file => file.Entry.Path));
    }

    /// <summary>The context's folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The name of the ignore file that was applied; null where there is none.</summary>
    public string? IgnoreFile { get; }

    /// <summary>Number of names.</summary>
    public int Count { get; }

    /// <summary>The same for two walks only where both saw the same; null where that cannot be told.</summary>
    internal Digest? Fingerprint { get; }

    /// <inheritdoc />
    public string DisplayName => "the build context";

    /// <inheritdoc />
    public TreeEntry? FindExact(LayerPath path) => path.IsRoot ? RootEntry : byPath.Value.TryGetValue(path, out ContextFile? file) ? file.Entry : null;

    /// <inheritdoc />
    public IEnumerable<TreeEntry> Enumerate(LayerPath folder)
    {
        ContextFile[] sorted = files.Value;
        int start = folder.IsRoot ? 0 : FirstAfter(sorted, [.. folder.Span, (byte)'/']);
        for (int position = start; position < sorted.Length && sorted[position].Entry.Path.IsAtOrBelow(folder); position++)
        {
            yield return sorted[position].Entry;
        }
    }

    /// <summary>All of them.</summary>
    internal IEnumerable<ContextFile> Files => files.Value;

    internal ContextFile File(LayerPath path) => byPath.Value[path];

    /// <summary>Fails for a name that cannot be part of an image.</summary>
    internal void CheckUsable(LayerPath path)
    {
        if (!byPath.Value.TryGetValue(path, out ContextFile? file))
        {
            return;
        }

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

    private static ContextFile[] Sort(IEnumerable<ContextFile> files)
    {
        ContextFile[] sorted = [.. files];
        Array.Sort(sorted, static (left, right) => left.Entry.Path.CompareTo(right.Entry.Path));
        return sorted;
    }

    private static int FirstAfter(ContextFile[] files, ReadOnlySpan<byte> bound)
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
