using System.Globalization;
using System.Text;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Removes a folder whatever is in it. Follows no link, opens folders of mode 000, and needs neither stack nor handles for a
/// tree of any depth: what lies too deep is first moved up.
/// </summary>
internal sealed class TreeRemoval
{
    private const int MaxDepth = 64;
    private const int OwnerAll = 0x1C0;

    private readonly SafeFileHandle root;
    private readonly Queue<byte[]> movedUp = new();
    private int moved;

    private TreeRemoval(SafeFileHandle root) => this.root = root;

    /// <summary>Removes a file or folder; nothing happens where there is none.</summary>
    public static void Remove(string path)
    {
        byte[] name = PathText.Bytes(Path.TrimEndingDirectorySeparator(path));
        if (Posix.TryStatus(null, name) is not { } status)
        {
            return;
        }

        string parent = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        using SafeFileHandle folder = Posix.OpenDirectory(parent);
        byte[] last = PathText.Bytes(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        if (status.Kind == TreeEntryKind.Directory)
        {
            using SafeFileHandle top = OpenFolder(folder, last);
            new TreeRemoval(top).RemoveAll();
        }

        RemoveName(folder, last, status.Kind == TreeEntryKind.Directory);
    }

    private void RemoveAll()
    {
        RemoveContents(root, 0);
        while (movedUp.TryDequeue(out byte[]? name))
        {
            using (SafeFileHandle folder = OpenFolder(root, name))
            {
                RemoveContents(folder, 1);
            }

            RemoveName(root, name, isDirectory: true);
        }
    }

    private void RemoveContents(SafeFileHandle folder, int depth)
    {
        foreach (byte[] name in DirectoryReader.Names(folder, "a folder to be removed"u8))
        {
            int errno = PosixNames.TryRemove(folder, name, isDirectory: false);
            if (errno is 0 or Errno.NoEntry)
            {
                continue;
            }

            if (Posix.TryStatus(folder, name) is not { Kind: TreeEntryKind.Directory })
            {
                throw DiskFailure.Create(errno, "remove", name, folder);
            }

            if (depth < MaxDepth)
            {
                using (SafeFileHandle child = OpenFolder(folder, name))
                {
                    RemoveContents(child, depth + 1);
                }

                RemoveName(folder, name, isDirectory: true);
            }
            else
            {
                MoveUp(folder, name);
            }
        }
    }

    private void MoveUp(SafeFileHandle folder, byte[] name)
    {
        int errno;
        byte[] fresh;
        do
        {
            fresh = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".removing-{moved++}"));
            errno = PosixNames.TryRename(folder, name, root, fresh, replace: false);
        }
        while (errno == Errno.Exists);
        if (errno != 0)
        {
            throw DiskFailure.Create(errno, "move", name, folder);
        }

        movedUp.Enqueue(fresh);
    }

    private static SafeFileHandle OpenFolder(SafeFileHandle parent, byte[] name)
    {
        SafeFileHandle? folder = Posix.TryOpen(parent, name, OpenFlags.DirectoryNoFollow, 0, out int errno);
        if (errno == Errno.Access || (folder is not null && !Posix.IsRoot))
        {
            PosixNames.ChangeMode(parent, name, OwnerAll);
            folder ??= Posix.TryOpen(parent, name, OpenFlags.DirectoryNoFollow, 0, out errno);
        }

        return folder ?? throw DiskFailure.Create(errno, "open", name, parent);
    }

    private static void RemoveName(SafeFileHandle folder, byte[] name, bool isDirectory)
    {
        if (PosixNames.TryRemove(folder, name, isDirectory) is int errno and not (0 or Errno.NoEntry))
        {
            throw DiskFailure.Create(errno, "remove", name, folder);
        }
    }
}
