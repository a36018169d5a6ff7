using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Writes entries into a layer folder for overlayfs: whiteouts as 0/0 devices, opaque folders by their attribute. Umask, clock and the
/// order of names have no effect on the result. Metadata of folders is set last, since making a name in a folder changes its time.
/// </summary>
internal sealed class LayerFolderWriter : IDisposable
{
    private const uint CharacterType = 0x2000;
    private const uint BlockType = 0x6000;
    private const uint FifoType = 0x1000;

    private readonly FolderHandles folders;

    /// <param name="folder">An empty folder.</param>
    public LayerFolderWriter(string folder) => folders = new FolderHandles(Posix.OpenDirectory(folder));

    /// <summary>Creates a file for writing; <see cref="FinishFile"/> must follow.</summary>
    public SafeFileHandle CreateFile(LayerPath path) => Posix.Open(
        folders.Get(path.Parent), path.Name.Span, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, 0x180);

    /// <summary>Sets what is not content, in the order in which the kernel keeps it: a change of owner clears set-uid bits and capabilities.</summary>
    public void FinishFile(SafeFileHandle file, TreeEntry entry)
    {
        CheckOwner(PosixFile.TryChangeOwner(file, entry.Uid, entry.Gid), entry);
        WriteAttributes(entry);
        PosixFile.ChangeMode(file, entry.Mode, entry.Path.Span);
        PosixFile.SetTime(file, entry.ModificationTime, entry.Path.Span);
    }

    /// <summary>Makes a folder without its metadata.</summary>
    public void MakeFolder(LayerPath path) => PosixNames.MakeDirectory(folders.Get(path.Parent), path.Name.Span);

    /// <summary>Sets a folder's metadata, after everything in it is made.</summary>
    public void FinishFolder(TreeEntry entry)
    {
        SafeFileHandle folder = folders.Get(entry.Path);
        CheckOwner(PosixFile.TryChangeOwner(folder, entry.Uid, entry.Gid), entry);
        OverlayAttributes.Write(folder, [], entry.Attributes);
        if (entry.IsOpaque && PosixAttributes.TrySet(folder, [], OverlayAttributes.Opaque, "y"u8) is int errno and not 0)
        {
            throw DiskFailure.Create(errno, "mark as opaque", entry.Path.Span, folders.Root);
        }

        PosixFile.ChangeMode(folder, entry.Mode, entry.Path.Span);
        PosixFile.SetTime(folder, entry.ModificationTime, entry.Path.Span);
    }

    public void MakeLink(TreeEntry entry)
    {
        PosixNames.MakeLink(folders.Get(entry.Path.Parent), entry.Path.Name.Span, entry.LinkTarget.Span);
        FinishName(entry);
    }

    public void MakeHardLink(LayerPath target, LayerPath path)
    {
        // The second look-up may close the first handle, so that one is opened for itself.
        using SafeFileHandle oldFolder = Posix.Open(folders.Get(target.Parent), "."u8, OpenFlags.DirectoryNoFollow);
        PosixNames.MakeHardLink(oldFolder, target.Name.Span, folders.Get(path.Parent), path.Name.Span);
    }

    /// <summary>
    /// Makes a device or pipe. Inside a user namespace the kernel refuses devices: then a whiteout takes the place on disk, the index keeps the
    /// device, and the sandbox has a /dev of its own in any case.
    /// </summary>
    public void MakeNode(TreeEntry entry)
    {
        uint type = entry.Kind switch
        {
            TreeEntryKind.CharacterDevice => CharacterType,
            TreeEntryKind.BlockDevice => BlockType,
            _ => FifoType,
        };
        int errno = PosixNames.MakeNode(folders.Get(entry.Path.Parent), entry.Path.Name.Span, type, entry.DeviceMajor, entry.DeviceMinor);
        if (errno == Errno.NotPermitted && type != FifoType)
        {
            MakeWhiteout(entry.Path);
            return;
        }

        if (errno != 0)
        {
            throw DiskFailure.Create(errno, "create", entry.Path.Span, folders.Root);
        }

        FinishName(entry);
        PosixNames.ChangeMode(folders.Get(entry.Path.Parent), entry.Path.Name.Span, entry.Mode);
        PosixNames.SetTime(folders.Get(entry.Path.Parent), entry.Path.Name.Span, entry.ModificationTime);
    }

    public void MakeWhiteout(LayerPath path)
    {
        SafeFileHandle folder = folders.Get(path.Parent);
        int errno = PosixNames.MakeNode(folder, path.Name.Span, CharacterType, 0, 0);
        if (errno != 0)
        {
            throw DiskFailure.Create(errno, "create a whiteout at", path.Span, folders.Root);
        }
    }

    /// <summary>Removes a name that is not a folder.</summary>
    public void RemoveName(LayerPath path)
    {
        if (PosixNames.TryRemove(folders.Get(path.Parent), path.Name.Span, isDirectory: false) is int errno and not 0)
        {
            throw DiskFailure.Create(errno, "remove", path.Span, folders.Root);
        }
    }

    public void Dispose() => folders.Dispose();

    private void FinishName(TreeEntry entry)
    {
        SafeFileHandle folder = folders.Get(entry.Path.Parent);
        CheckOwner(PosixNames.TryChangeOwner(folder, entry.Path.Name.Span, entry.Uid, entry.Gid), entry);
        WriteAttributes(entry);
        PosixNames.SetTime(folder, entry.Path.Name.Span, entry.ModificationTime);
    }

    private void WriteAttributes(TreeEntry entry)
    {
        if (!entry.Attributes.IsEmpty)
        {
            OverlayAttributes.Write(folders.Get(entry.Path.Parent), entry.Path.Name.Span, entry.Attributes);
        }
    }

    private void CheckOwner(int errno, TreeEntry entry)
    {
        if (errno is Errno.Invalid or Errno.NotPermitted)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LayerNeedsPrivilege,
                $"'{entry.Path}' belongs to {entry.Uid}:{entry.Gid}, an owner that this user cannot give a file.",
                "Install newuidmap (Debian: uidmap) and give the user ranges in /etc/subuid and /etc/subgid, or build as root.");
        }

        if (errno != 0)
        {
            throw DiskFailure.Create(errno, "set the owner of", entry.Path.Span, folders.Root);
        }
    }
}
