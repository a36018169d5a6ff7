using BuildKit.Engine.Native;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Handles of folders below one root, the last few kept open since entries come in groups. A path resolves by openat2(2) without
/// following any link, so that whatever the tree holds, nothing outside it is reached.
/// </summary>
internal sealed class FolderHandles : IDisposable
{
    private const int Capacity = 16;

    private readonly List<(LayerPath Path, SafeFileHandle Handle)> recent = [];

    public FolderHandles(SafeFileHandle root) => Root = root;

    /// <summary>The root; disposed of with this.</summary>
    public SafeFileHandle Root { get; }

    /// <summary>The handle of a folder, valid until the next call.</summary>
    /// <exception cref="BuildKitException">There is no such folder, or a link stands in the way.</exception>
    public SafeFileHandle Get(LayerPath folder)
    {
        if (folder.IsRoot)
        {
            return Root;
        }

        for (int index = recent.Count - 1; index >= 0; index--)
        {
            if (recent[index].Path == folder)
            {
                return recent[index].Handle;
            }
        }

        SafeFileHandle handle =
            Posix.TryOpenBelow(Root, folder.Span, OpenFlags.DirectoryNoFollow, OpenFlags.ResolveBeneath | OpenFlags.ResolveNoSymlinks, out int errno)
            ?? throw DiskFailure.Create(errno, "open the folder", folder.Span, Root);
        if (recent.Count == Capacity)
        {
            recent[0].Handle.Dispose();
            recent.RemoveAt(0);
        }

        recent.Add((folder, handle));
        return handle;
    }

    /// <summary>Opens a regular file for reading; null where there is none or something else stands there.</summary>
    public SafeFileHandle? TryOpenFile(LayerPath path, out int errno) =>
        Posix.TryOpen(Get(path.Parent), path.Name.Span, OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking, 0, out errno);

    /// <summary>Closes what is kept, as after a folder was removed or renamed.</summary>
    public void Forget()
    {
        foreach ((_, SafeFileHandle handle) in recent)
        {
            handle.Dispose();
        }

        recent.Clear();
    }

    public void Dispose()
    {
        Forget();
        Root.Dispose();
    }
}
