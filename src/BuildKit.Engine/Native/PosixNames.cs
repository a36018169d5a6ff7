using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Native;

/// <summary>Making, changing and removing names in a folder. No call follows a link at the name itself.</summary>
internal static unsafe class PosixNames
{
    private const uint DirectoryMode = 0x1C0; // 0700 until the entry's own mode is set

    /// <param name="mode">Permission bits, less the umask.</param>
    public static void MakeDirectory(SafeFileHandle folder, ReadOnlySpan<byte> name, uint mode = DirectoryMode)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path)
        {
            Check(folder, Libc.MakeDirectoryAt(folder, pointer, mode), "create the folder", name);
        }
    }

    public static void MakeLink(SafeFileHandle folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        using var value = new NullTerminated(target, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path, targetPointer = value)
        {
            Check(folder, Libc.SymbolicLinkAt(targetPointer, folder, pointer), "create the link", name);
        }
    }

    public static void MakeHardLink(SafeFileHandle oldFolder, ReadOnlySpan<byte> oldName, SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        using var oldPath = new NullTerminated(oldName, stackalloc byte[NullTerminated.StackSize]);
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* oldPointer = oldPath, pointer = path)
        {
            Check(folder, Libc.LinkAt(oldFolder, oldPointer, folder, pointer, 0), "create the hard link", name);
        }
    }

    /// <summary>Makes a device or pipe; gives errno, 0 for success.</summary>
    /// <param name="type">The S_IF bits of mknod(2).</param>
    public static int MakeNode(SafeFileHandle folder, ReadOnlySpan<byte> name, uint type, uint major, uint minor)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path)
        {
            ulong device = (minor & 0xffUL) | ((major & 0xfffUL) << 8) | ((minor & ~0xffUL) << 12) | ((major & ~0xfffUL) << 32);
            return Libc.MakeNodeAt(folder, pointer, type | 0x180, device) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Removes a name; gives errno, 0 for success.</summary>
    public static int TryRemove(SafeFileHandle folder, ReadOnlySpan<byte> name, bool isDirectory)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path)
        {
            return Libc.UnlinkAt(folder, pointer, isDirectory ? OpenFlags.AtRemoveDirectory : 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    public static int TryChangeOwner(SafeFileHandle folder, ReadOnlySpan<byte> name, uint uid, uint gid)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path)
        {
            return Libc.ChangeOwnerAt(folder, pointer, uid, gid, OpenFlags.AtSymlinkNoFollow) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Sets permission bits. The name must not be a link: fchmodat(2) follows one.</summary>
    public static void ChangeMode(SafeFileHandle folder, ReadOnlySpan<byte> name, int mode)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path)
        {
            Check(folder, Libc.ChangeModeAt(folder, pointer, (uint)mode, 0), "set the mode of", name);
        }
    }

    /// <summary>Sets the modification time, and the access time to the same.</summary>
    public static void SetTime(SafeFileHandle folder, ReadOnlySpan<byte> name, long seconds)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        TimeSpecification* times = stackalloc TimeSpecification[2];
        times[0].Seconds = times[1].Seconds = seconds;
        fixed (byte* pointer = path)
        {
            Check(folder, Libc.SetTimesAt(folder, pointer, times, OpenFlags.AtSymlinkNoFollow), "set the time of", name);
        }
    }

    /// <summary>The bytes that a link holds.</summary>
    public static byte[] ReadLink(SafeFileHandle folder, ReadOnlySpan<byte> name) =>
        TryReadLink(folder, name, out int errno) ?? throw DiskFailure.Create(errno, "read the link", name, folder);

    /// <summary>As <see cref="ReadLink"/>; null with the error number where it fails.</summary>
    public static byte[]? TryReadLink(SafeFileHandle folder, ReadOnlySpan<byte> name, out int errno)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        Span<byte> buffer = stackalloc byte[4096];
        fixed (byte* pointer = path, target = buffer)
        {
            nint length = Libc.ReadLinkAt(folder, pointer, target, (nuint)buffer.Length);
            errno = length < 0 ? Marshal.GetLastPInvokeError() : 0;
            return length < 0 ? null : buffer[..(int)length].ToArray();
        }
    }

    /// <summary>Renames; gives errno, 0 for success. A null folder makes an absolute path of the name.</summary>
    /// <param name="replace">Whether a file at the new name is replaced; a folder that is not empty never is.</param>
    public static int TryRename(SafeFileHandle? oldFolder, ReadOnlySpan<byte> oldName, SafeFileHandle? folder, ReadOnlySpan<byte> name, bool replace)
    {
        const uint NoReplace = 1;
        using var oldPath = new NullTerminated(oldName, stackalloc byte[NullTerminated.StackSize]);
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* oldPointer = oldPath, pointer = path)
        {
            return Libc.RenameAt(Posix.Number(oldFolder), oldPointer, Posix.Number(folder), pointer, replace ? 0 : NoReplace) == 0
                ? 0
                : Marshal.GetLastPInvokeError();
        }
    }

    private static void Check(SafeFileHandle folder, int result, string operation, ReadOnlySpan<byte> name)
    {
        if (result != 0)
        {
            throw DiskFailure.Last(operation, name, folder);
        }
    }
}
