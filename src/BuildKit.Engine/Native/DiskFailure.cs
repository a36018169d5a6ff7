using System.Runtime.InteropServices;
using BuildKit.Oci;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Native;

/// <summary>Turns an error number into the failure that a user sees: what was done, to which path, and what to do.</summary>
internal static class DiskFailure
{
    /// <summary>A failure from the last call's errno.</summary>
    public static BuildKitException Last(string operation, ReadOnlySpan<byte> path, SafeFileHandle? folder = null) =>
        Create(Marshal.GetLastPInvokeError(), operation, path, folder);

    /// <summary>A failure from an error number.</summary>
    /// <param name="operation">A verb, such as <c>write</c>.</param>
    /// <param name="folder">What a relative path is relative to; the message then shows the whole path.</param>
    public static BuildKitException Create(int errno, string operation, ReadOnlySpan<byte> path, SafeFileHandle? folder = null)
    {
        string message = $"Cannot {operation} '{PathOf(folder)}{PathText.Display(path)}': {Marshal.GetPInvokeErrorMessage(errno)}.";
        return errno switch
        {
            Errno.NoSpace or Errno.QuotaExceeded => new BuildKitException(
                ExecutionErrorCodes.DiskFull, message, "Free space on that disk, or set BUILDKIT_HOME to a folder on a larger one; what was half written is removed."),
            Errno.Access or Errno.NotPermitted or Errno.ReadOnlyFileSystem => new BuildKitException(
                ExecutionErrorCodes.AccessDenied, message, "Give this user the right to do so, or run the build as a user who has it."),
            _ => new BuildKitException(ExecutionErrorCodes.DiskFailed, message, "Check that the disk is healthy and that nothing else changes the folder, then try again."),
        };
    }

    private static string PathOf(SafeFileHandle? folder)
    {
        if (folder is null || folder.IsInvalid || folder.IsClosed)
        {
            return "";
        }

        string? path = new FileInfo($"/proc/self/fd/{Posix.Number(folder)}").LinkTarget;
        return path is null ? "" : path + "/";
    }
}
