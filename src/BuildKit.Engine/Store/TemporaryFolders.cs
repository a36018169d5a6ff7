using System.Security.Cryptography;
using BuildKit.Engine.Snapshots;
using BuildKit.Oci;

namespace BuildKit.Engine.Store;

/// <summary>
/// The folders in which one process makes things before they are moved into place. Everything is below one folder of the
/// process's own in <c>tmp</c>, whose name is locked as long as the process lives; a folder whose lock is free is a dead process's.
/// </summary>
internal sealed class TemporaryFolders : IDisposable
{
    private readonly RangeLock held;
    private int count;

    /// <summary>Takes a name and makes the folder.</summary>
    internal TemporaryFolders(StorePaths paths, StoreLocks locks)
    {
        string name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

        // The lock comes first: a folder without one is taken for a dead process's.
        held = locks.Try(LockNameOf(name), exclusive: true) ?? throw new InvalidOperationException("A random name was taken.");
        Own = Path.Combine(paths.Temporary, name);
        PrivateFolder.Create(Own);
    }

    /// <summary>This process's folder.</summary>
    internal string Own { get; }

    /// <summary>The name of the lock of a folder in <c>tmp</c>.</summary>
    internal static string LockNameOf(string name) => "tmp/" + name;

    /// <summary>A path of this process's own at which nothing is.</summary>
    internal string NewPath(string purpose) => Path.Combine(Own, $"{Interlocked.Increment(ref count)}-{purpose}");

    /// <summary>A new empty folder, mode 0700.</summary>
    internal string NewFolder(string purpose)
    {
        string path = NewPath(purpose);
        PrivateFolder.Create(path);
        return path;
    }

    /// <summary>Removes what dead processes left, as far as this user may.</summary>
    internal static void Sweep(StorePaths paths, StoreLocks locks)
    {
        foreach (string folder in Directory.EnumerateDirectories(paths.Temporary))
        {
            using RangeLock? owner = locks.Try(LockNameOf(Path.GetFileName(folder)), exclusive: true);
            if (owner is not null)
            {
                TryRemove(folder);
            }
        }
    }

    /// <summary>Removes this process's folder.</summary>
    public void Dispose()
    {
        TryRemove(Own);
        held.Dispose();
    }

    internal static void TryRemove(string folder)
    {
        try
        {
            SnapshotStore.RemoveTree(folder);
        }
        catch (BuildKitException)
        {
            // Files of a namespace's users, met by a process outside it: a later sweep inside one removes them.
        }
    }
}
