using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Native;

/// <summary>Owner, mode and times of an open file. Each gives errno or throws with the name given.</summary>
internal static unsafe class PosixFile
{
    /// <summary>Sets the owner; gives errno, 0 for success.</summary>
    public static int TryChangeOwner(SafeFileHandle file, uint uid, uint gid) => Libc.ChangeOwner(file, uid, gid) == 0 ? 0 : Marshal.GetLastPInvokeError();

    public static void ChangeMode(SafeFileHandle file, int mode, ReadOnlySpan<byte> name)
    {
        if (Libc.ChangeMode(file, (uint)mode) != 0)
        {
            throw DiskFailure.Last("set the mode of", name);
        }
    }

    /// <summary>Sets the modification time, and the access time to the same.</summary>
    public static void SetTime(SafeFileHandle file, long seconds, ReadOnlySpan<byte> name)
    {
        TimeSpecification* times = stackalloc TimeSpecification[2];
        times[0].Seconds = times[1].Seconds = seconds;
        if (Libc.SetTimes(file, times) != 0)
        {
            throw DiskFailure.Last("set the time of", name);
        }
    }

    /// <summary>Writes what the filesystem of the file has not written yet.</summary>
    public static void SynchronizeFileSystem(SafeFileHandle file, ReadOnlySpan<byte> name)
    {
        if (Libc.SynchronizeFileSystem(file) != 0)
        {
            throw DiskFailure.Last("synchronise the disk of", name);
        }
    }
}
