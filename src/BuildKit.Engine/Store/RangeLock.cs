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
    private const int SetLockOfOpenFileWaiting = 38;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int Denied = 13;
    private const short Unlock = 2;

    private readonly SafeFileHandle file;

    private RangeLock(SafeFileHandle file) => this.file = file;

    /// <summary>Takes the lock, or null where another holds it in a way that excludes this one.</summary>
    internal static RangeLock? Try(string path, long offset, bool exclusive)
    {
        var taken = new RangeLock(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));
        if (taken.TrySet(SetLockOfOpenFile, offset, exclusive, path, WouldBlock, Denied))
        {
            return taken;
        }

        taken.Dispose();
        return null;
    }

    /// <summary>Takes the lock; waits without an end for those that exclude it, so only for locks that are held shortly.</summary>
    internal static RangeLock Wait(string path, long offset, bool exclusive)
    {
        var taken = new RangeLock(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));
        while (!taken.TrySet(SetLockOfOpenFileWaiting, offset, exclusive, path, Interrupted))
        {
        }

        return taken;
    }

    /// <summary>Makes a lock exclusive or shared that was either or released; false where another holder does not let it.</summary>
    internal bool TryConvert(string path, long offset, bool exclusive) => TrySet(SetLockOfOpenFile, offset, exclusive, path, WouldBlock, Denied);

    /// <summary>Makes it shared again; waits without an end for one that has it exclusive.</summary>
    internal void WaitShared(string path, long offset)
    {
        while (!TrySet(SetLockOfOpenFileWaiting, offset, exclusive: false, path, Interrupted))
        {
        }
    }

    /// <summary>Lets others have it, until it is converted again.</summary>
    internal void Release(string path, long offset) => TrySet(SetLockOfOpenFile, new FileRange { Type = Unlock, Start = offset, Length = 1 }, path);

    /// <summary>Gives the lock up.</summary>
    public void Dispose() => file.Dispose();

    // False for the errors that were expected.
    private bool TrySet(int command, long offset, bool exclusive, string path, params ReadOnlySpan<int> expected) =>
        TrySet(command, new FileRange { Type = exclusive ? (short)1 : (short)0, Start = offset, Length = 1 }, path, expected);

    private bool TrySet(int command, FileRange range, string path, params ReadOnlySpan<int> expected)
    {
        if (Control(file, command, ref range) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        if (expected.Contains(error))
        {
            return false;
        }

        file.Dispose();
        throw new BuildKitException(
            ExecutionErrorCodes.StoreUnusable,
            $"The file {path} cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}.",
            "Put the store on a local file system by setting BUILDKIT_HOME.");
    }

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
