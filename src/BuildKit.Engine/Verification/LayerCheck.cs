using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Verification;

/// <summary>Compares an unpacked layer with its index: every name, and all that an image keeps of it but its time.</summary>
/// <param name="folder">The layer's, with <c>fs</c> and <c>index</c>.</param>
/// <param name="tell">Hears of bytes that were read.</param>
/// <param name="ct">Stops it.</param>
internal sealed class LayerCheck(string folder, Action<long> tell, CancellationToken ct)
{
    private static readonly string[] Parts = ["fs", "index"];

    private readonly EntryCheck entries = new(tell, ct);

    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    internal string? FindProblem()
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                return "it is no folder";
            }

            string[] parts = [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
            return Parts.Except(parts).FirstOrDefault() is { } missing ? $"it has no {missing}"
                : parts.Except(Parts).FirstOrDefault() is { } added ? $"'{added}' is no part of a layer"
                : FindProblem(LayerIndex.Open(Path.Combine(folder, "index")));
        }
        catch (BuildKitException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read: {exception.Message}";
        }
    }

    private string? FindProblem(LayerIndex index)
    {
        using SafeFileHandle root = Posix.OpenDirectory(Path.Combine(folder, "fs"));
        if (index.Find(LayerPath.Root) is { } top && entries.FindProblem(root, [], top) is { } problem)
        {
            return problem;
        }

        var met = new bool[index.Count];
        var folders = new Stack<LayerPath>([LayerPath.Root]);
        while (folders.TryPop(out LayerPath path))
        {
            if (FindProblem(index, root, path, met, folders) is { } found)
            {
                return found;
            }
        }

        int missing = Enumerable.Range(0, met.Length).FirstOrDefault(position => !met[position] && !index.PathAt(position).IsRoot, -1);
        return missing < 0 ? null : $"'{index.PathAt(missing)}' is gone";
    }

    private string? FindProblem(LayerIndex index, SafeFileHandle root, LayerPath path, bool[] met, Stack<LayerPath> folders)
    {
        using SafeFileHandle opened =
            Posix.TryOpenBelow(root, path.Span, OpenFlags.DirectoryNoFollow, OpenFlags.ResolveBeneath | OpenFlags.ResolveNoSymlinks, out int errno)
            ?? throw DiskFailure.Create(errno, "open the folder", path.Span, root);
        foreach (byte[] name in DirectoryReader.Names(opened, path.Span))
        {
            ct.ThrowIfCancellationRequested();
            LayerPath child = path.Append(name);
            int position = index.PositionOf(child);
            if (position < 0)
            {
                return $"'{child}' is not of the layer";
            }

            met[position] = true;
            TreeEntry entry = index[position];
            if (entries.FindProblem(opened, name, entry) is { } problem)
            {
                return problem;
            }

            if (entry.Kind == TreeEntryKind.Directory)
            {
                folders.Push(child);
            }
        }

        return null;
    }
}
