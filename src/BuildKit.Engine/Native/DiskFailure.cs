using System.Runtime.InteropServices;
using BuildKit.Oci;

namespace BuildKit.Engine.Native;

/// <summary>Turns an error number into the failure that a user sees: what was done, to which path, and what to do.</summary>
internal static class DiskFailure
{
    /// <summary>A failure from the last call's errno.</summary>
    public static BuildKitException Last(string operation, ReadOnlySpan<byte> path) => Create(Marshal.GetLastPInvokeError(), operation, path);

    /// <summary>A failure from an error number.</summary>
    /// <param name="operation">A verb, such as <c>write</c>.</param>
    public static BuildKitException Create(int errno, string operation, ReadOnlySpan<byte> path)
    {
        string message = $"Cannot {operation} '{PathText.Display(path)}': {Marshal.GetPInvokeErrorMessage(errno)}.";
        return errno switch
        {
            Errno.NoSpace or Errno.QuotaExceeded => new BuildKitException(
                ExecutionErrorCodes.DiskFull, message, "Free space on that disk, or set BUILDKIT_HOME to a folder on a larger one; what was half written is removed."),
            Errno.Access or Errno.NotPermitted or Errno.ReadOnlyFileSystem => new BuildKitException(
                ExecutionErrorCodes.AccessDenied, message, "Give this user the right to do so, or run the build as a user who has it."),
            _ => new BuildKitException(ExecutionErrorCodes.DiskFailed, message, "Check that the disk is healthy and that nothing else changes the folder, then try again."),
        };
    }
}
