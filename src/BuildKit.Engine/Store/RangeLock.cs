using System.Runtime.InteropServices;
using BuildKit.Oci;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Store;

/// <summary>
/// One byte of the lock file, held until disposed. The kernel gives it up when the process dies, however it dies. It belongs to
/// the open file and not to the process (fcntl, "Open file description locks"), so it also keeps two tasks of one process apart.
/// </summary>
internal sealed partial class RangeLock : IDisposable
{
    private const int SetLockOfOpenFile = 37;
    private const int WouldBlock = 11;
    private const int Denied = 13;

    private readonly SafeFileHandle file;

    private RangeLock(SafeFileHandle file) => this.file = file;

    /// <summary>Takes the lock, or null where another holds it in a way that excludes this one.</summary>
    internal static RangeLock? Try(string path, long offset, bool exclusive)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var range = new FileRange { Type = exclusive ? (short)1 : (short)0, Start = offset, Length = 1 };
        if (Control(file, SetLockOfOpenFile, ref range) == 0)
        {
            return new RangeLock(file);
        }

        int error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return error is WouldBlock or Denied
            ? null
            : throw new BuildKitException(
                ExecutionErrorCodes.StoreUnusable,
                $"The file {path} cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}.",
                "Put the store on a local file system by setting BUILDKIT_HOME.");
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose() => file.Dispose();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, ref FileRange range);

    /// <summary><c>struct flock</c> on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileRange
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
