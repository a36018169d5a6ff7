using BuildKit.Oci;
using Microsoft.Data.Sqlite;

namespace BuildKit.Engine.Store;

/// <summary>Says what a failure of the disk under the store means.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int SqliteFull = 13;
    private const int LeastRoom = 64 * 1024;

    /// <summary>Whether there was no space left.</summary>
    internal static bool IsFull(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is IOException { HResult: NoSpace or QuotaExceeded } or SqliteException { SqliteErrorCode: SqliteFull })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the disk of a folder has any room left: a program that found none does not always say so.</summary>
    internal static bool HasRoom(string folder) => new DriveInfo(folder).AvailableFreeSpace >= LeastRoom;

    /// <summary>The failure as the user should see it, or null where it is none of the disk.</summary>
    internal static BuildKitException? Explain(Exception exception, string root)
    {
        if (IsFull(exception))
        {
            return new BuildKitException(
                ExecutionErrorCodes.StoreFull,
                $"There is no space left for the store {root}.",
                "Make room there, or set BUILDKIT_HOME to a folder on a larger disk; what was finished is kept.",
                exception);
        }

        return exception is IOException or UnauthorizedAccessException or SqliteException
            ? new BuildKitException(
                ExecutionErrorCodes.StoreUnusable,
                $"The store {root} cannot be used: {exception.Message}",
                "Check the folder's owner and mode, or set BUILDKIT_HOME to another folder.",
                exception)
            : null;
    }
}
