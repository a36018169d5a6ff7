using System.Runtime.InteropServices;
using BuildKit.Oci;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Native;

/// <summary>Opening, reading, writing and looking at files by a directory's handle and a byte-exact name.</summary>
internal static unsafe class Posix
{
    private const int OpenAt2Number = 437;

    /// <summary>Whether this process may do what root may (inside its user namespace).</summary>
    public static bool IsRoot { get; } = Libc.EffectiveUserId() == 0;

    /// <summary>Opens, or gives null and leaves the error number in <paramref name="errno"/>.</summary>
    /// <param name="directory">The base of a relative name; null for the current directory.</param>
    public static SafeFileHandle? TryOpen(SafeFileHandle? directory, ReadOnlySpan<byte> name, int flags, uint mode, out int errno)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        fixed (byte* pointer = path)
        {
            int handle;
            do
            {
                handle = Libc.OpenAt(Number(directory), pointer, flags | OpenFlags.CloseOnExec, mode);
                errno = handle < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == Errno.Interrupted);
            return handle < 0 ? null : new SafeFileHandle(handle, ownsHandle: true);
        }
    }

    /// <summary>Opens a file or folder of a trusted path.</summary>
    public static SafeFileHandle Open(SafeFileHandle? directory, ReadOnlySpan<byte> name, int flags, uint mode = 0) =>
        TryOpen(directory, name, flags, mode, out int errno) ?? throw DiskFailure.Create(errno, (flags & OpenFlags.Create) != 0 ? "create" : "open", name, directory);

    /// <summary>Opens a folder by text.</summary>
    public static SafeFileHandle OpenDirectory(string path) => Open(null, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory);

    /// <summary>Opens below a root by openat2(2), so that no link and no <c>..</c> leads out of it.</summary>
    /// <param name="resolve">One of the <c>Resolve</c> flags of <see cref="OpenFlags"/>.</param>
    public static SafeFileHandle? TryOpenBelow(SafeFileHandle root, ReadOnlySpan<byte> name, int flags, ulong resolve, out int errno)
    {
        using var path = new NullTerminated(name.IsEmpty ? "."u8 : name, stackalloc byte[NullTerminated.StackSize]);
        var how = new OpenHow { Flags = (ulong)(uint)(flags | OpenFlags.CloseOnExec), Resolve = resolve | OpenFlags.ResolveNoMagicLinks };
        fixed (byte* pointer = path)
        {
            nint handle = Libc.SystemCall(OpenAt2Number, Number(root), (nint)pointer, (nint)(&how), sizeof(OpenHow));
            errno = handle < 0 ? Marshal.GetLastPInvokeError() : 0;
            return handle < 0 ? null : new SafeFileHandle(handle, ownsHandle: true);
        }
    }

    /// <summary>The status of a name, links not followed; null where there is nothing.</summary>
    public static FileStatus? TryStatus(SafeFileHandle? directory, ReadOnlySpan<byte> name)
    {
        int errno = Status(directory, name, out FileStatus status);
        return errno switch
        {
            0 => status,
            Errno.NoEntry or Errno.NotDirectory => null,
            _ => throw DiskFailure.Create(errno, "examine", name, directory),
        };
    }

    /// <summary>The status of an open file.</summary>
    public static FileStatus Status(SafeFileHandle file)
    {
        int errno = Status(file, [], out FileStatus status);
        return errno == 0 ? status : throw DiskFailure.Create(errno, "examine", "an open file"u8);
    }

    /// <summary>The status of a name, links not followed; an empty name is the directory itself. Gives errno, 0 for success.</summary>
    public static int Status(SafeFileHandle? directory, ReadOnlySpan<byte> name, out FileStatus status)
    {
        using var path = new NullTerminated(name, stackalloc byte[NullTerminated.StackSize]);
        StatxBuffer buffer = default;
        fixed (byte* pointer = path)
        {
            int flags = OpenFlags.AtSymlinkNoFollow | (name.IsEmpty ? OpenFlags.AtEmptyPath : 0);
            int result = Libc.Statx(Number(directory), pointer, flags, StatxBuffer.BasicStatistics, &buffer);
            status = result == 0 ? FileStatus.From(buffer) : default;
            return result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Reads up to the buffer's size at the file's position; 0 at its end.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer, ReadOnlySpan<byte> name)
    {
        fixed (byte* pointer = buffer)
        {
            nint count;
            do
            {
                count = Libc.Read(file, pointer, (nuint)buffer.Length);
            }
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
            return count < 0 ? throw DiskFailure.Last("read", name) : (int)count;
        }
    }

    /// <summary>Writes everything at the file's position.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> content, ReadOnlySpan<byte> name)
    {
        while (!content.IsEmpty)
        {
            fixed (byte* pointer = content)
            {
                nint count = Libc.Write(file, pointer, (nuint)content.Length);
                if (count >= 0)
                {
                    content = content[(int)count..];
                }
                else if (Marshal.GetLastPInvokeError() is int errno && errno != Errno.Interrupted)
                {
                    throw DiskFailure.Create(errno, "write", name);
                }
            }
        }
    }

    /// <summary>Makes what was written to a file or folder survive a loss of power.</summary>
    public static void Synchronize(SafeFileHandle file, ReadOnlySpan<byte> name)
    {
        if (Libc.Synchronize(file) != 0)
        {
            throw DiskFailure.Last("synchronise", name);
        }
    }

    internal static int Number(SafeFileHandle? directory) => directory is null ? OpenFlags.AtCurrentDirectory : (int)directory.DangerousGetHandle();
}
