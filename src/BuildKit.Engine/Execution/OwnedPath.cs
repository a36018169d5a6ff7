using System.Runtime.InteropServices;
using BuildKit.Oci;

namespace BuildKit.Engine.Execution;

/// <summary>Owner and mode of a path of this machine that a run gets to see.</summary>
internal static partial class OwnedPath
{
    /// <summary>Gives a file or folder to a user.</summary>
    /// <param name="mode">Permission bits.</param>
    internal static void Set(string path, uint uid, uint gid, int mode)
    {
        if (ChangeOwner(path, uid, gid) != 0 || ChangeMode(path, (uint)mode) != 0)
        {
            string reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            throw new BuildKitException(
                ExecutionErrorCodes.AccessDenied,
                $"{path} cannot be given to user {uid}:{gid}: {reason}.",
                "Give this user a range of ids in /etc/subuid and /etc/subgid and install newuidmap, or run as the image's root.");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint uid, uint gid);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, uint mode);
}
