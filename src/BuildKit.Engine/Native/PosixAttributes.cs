using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Native;

/// <summary>
/// Extended attributes of a name in a folder, links not followed. There is no such call by folder and name before Linux 6.13, so that the folder
/// is named by /proc/self/fd.
/// </summary>
internal static unsafe class PosixAttributes
{
    private const int MaxListSize = 64 * 1024;

    /// <summary>The attributes' names, as bytes with a zero behind each; empty where there are none or the filesystem has no attributes.</summary>
    public static ReadOnlySpan<byte> List(SafeFileHandle folder, ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        Span<byte> space = stackalloc byte[NullTerminated.StackSize];
        using var path = new NullTerminated(PathOf(folder, name), space);
        fixed (byte* pointer = path, target = buffer)
        {
            nint length = Libc.ListAttributes(pointer, target, (nuint)buffer.Length);
            if (length >= 0)
            {
                return buffer[..(int)length];
            }

            int errno = Marshal.GetLastPInvokeError();
            return errno switch
            {
                Errno.NotSupported => [],
                Errno.Range when buffer.Length < MaxListSize => List(folder, name, new byte[MaxListSize]),
                _ => throw DiskFailure.Create(errno, "list the attributes of", name, folder),
            };
        }
    }

    /// <summary>The value of an attribute; null where there is no such attribute.</summary>
    /// <param name="attribute">The attribute's name.</param>
    public static byte[]? TryGet(SafeFileHandle folder, ReadOnlySpan<byte> name, string attribute)
    {
        using var path = new NullTerminated(PathOf(folder, name), stackalloc byte[NullTerminated.StackSize]);
        using var key = new NullTerminated(Encoding.UTF8.GetBytes(attribute), stackalloc byte[256]);
        var buffer = new byte[MaxListSize];
        fixed (byte* pointer = path, keyPointer = key, target = buffer)
        {
            nint length = Libc.GetAttribute(pointer, keyPointer, target, (nuint)buffer.Length);
            return length >= 0 ? buffer[..(int)length]
                : Marshal.GetLastPInvokeError() is Errno.NoData or Errno.NotSupported ? null
                : throw DiskFailure.Last($"read the attribute {attribute} of", name, folder);
        }
    }

    /// <summary>Sets an attribute; gives errno, 0 for success.</summary>
    public static int TrySet(SafeFileHandle folder, ReadOnlySpan<byte> name, string attribute, ReadOnlySpan<byte> value)
    {
        using var path = new NullTerminated(PathOf(folder, name), stackalloc byte[NullTerminated.StackSize]);
        using var key = new NullTerminated(Encoding.UTF8.GetBytes(attribute), stackalloc byte[256]);
        fixed (byte* pointer = path, keyPointer = key, valuePointer = value)
        {
            return Libc.SetAttribute(pointer, keyPointer, valuePointer, (nuint)value.Length, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    public static void Remove(SafeFileHandle folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> attribute)
    {
        using var path = new NullTerminated(PathOf(folder, name), stackalloc byte[NullTerminated.StackSize]);
        using var key = new NullTerminated(attribute, stackalloc byte[256]);
        fixed (byte* pointer = path, keyPointer = key)
        {
            if (Libc.RemoveAttribute(pointer, keyPointer) != 0 && Marshal.GetLastPInvokeError() is not (Errno.NoData or Errno.NotSupported))
            {
                throw DiskFailure.Last("remove an attribute of", name, folder);
            }
        }
    }

    // An empty name is the folder itself; the slash makes the kernel go through the link that /proc/self/fd holds.
    private static byte[] PathOf(SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        string prefix = $"/proc/self/fd/{Posix.Number(folder)}/";
        var result = new byte[prefix.Length + name.Length];
        Encoding.ASCII.GetBytes(prefix, result);
        name.CopyTo(result.AsSpan(prefix.Length));
        return result;
    }
}
