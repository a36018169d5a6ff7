using System.Globalization;
using System.Text;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Native;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Mounts;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Execution;

/// <summary>
/// The folders behind cache mounts: <c>caches/&lt;SHA-256 of the id&gt;/&lt;uid&gt;-&lt;gid&gt;</c>, made for the user that first asks, so that no run meets
/// files that it cannot write. They outlive every build.
/// </summary>
/// <param name="remote">Where the content of one that travels comes from; null where none is brought.</param>
internal sealed class CacheFolders(StorePaths paths, StoreLocks locks, TemporaryFolders temporary, CacheSources? remote)
{
    /// <summary>Gets the folder of a mount; waits where its sharing says so.</summary>
    /// <returns>The folder, and the lock to hold as long as it is used.</returns>
    internal async Task<(string Folder, RangeLock Held)> AcquireAsync(CacheMount mount, ProcessUser user, CancellationToken ct)
    {
        string id = Digest.Of(Encoding.UTF8.GetBytes(mount.Id)).Hex;
        string name = string.Create(CultureInfo.InvariantCulture, $"{user.Uid}-{user.Gid}");
        if (mount.Travels && remote is { Any: true } sources)
        {
            await BringAsync(sources, mount.Id, id, name, user, ct);
        }

        if (mount.Sharing != CacheSharing.Private)
        {
            RangeLock held = await locks.AcquireAsync($"cache/{id}/{name}", exclusive: mount.Sharing == CacheSharing.Locked, ct);
            return (Make(id, name, user), held);
        }

        for (int number = 0; ; number++)
        {
            string own = number == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            if (locks.Try($"cache/{id}/{own}", exclusive: true) is { } held)
            {
                return (Make(id, own, user), held);
            }
        }
    }

    // Where another run has the folder, it is that one's to fill.
    private async Task BringAsync(CacheSources sources, string mount, string id, string name, ProcessUser user, CancellationToken ct)
    {
        string folder = Path.Combine(paths.Caches, id, name);
        using RangeLock? alone = IsEmpty(folder) ? locks.Try($"cache/{id}/{name}", exclusive: true) : null;
        if (alone is null || !IsEmpty(folder))
        {
            return;
        }

        string made = temporary.NewFolder("cache");
        OwnedPath.Set(made, user.Uid, user.Gid, mode: 0x1ED);
        if (!await sources.BringFolderAsync(mount, name, made, ct))
        {
            SnapshotStore.RemoveTree(made);
            return;
        }

        Directory.CreateDirectory(Path.Combine(paths.Caches, id));
        if (PosixNames.TryRename(null, PathText.Bytes(made), null, PathText.Bytes(folder), replace: true) is int errno and not 0)
        {
            throw DiskFailure.Create(errno, "move a cache folder to", PathText.Bytes(folder));
        }
    }

    private static bool IsEmpty(string folder) => !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private string Make(string id, string name, ProcessUser user)
    {
        string folder = Path.Combine(paths.Caches, id, name);

        // Of the folder around it: no program sees that one's time.
        LastUse.Note(Path.Combine(paths.Caches, id));
        if (!Directory.Exists(folder))
        {
            // Made elsewhere first: one that could not be given to its user, or whose making was cut off, would be found as it is ever after.
            string made = temporary.NewFolder("cache");
            OwnedPath.Set(made, user.Uid, user.Gid, mode: 0x1ED);
            Directory.CreateDirectory(Path.Combine(paths.Caches, id));
            MoveUnlessThere(made, folder);
        }

        return folder;
    }

    // Runs that share the folder may make it at once; both are empty, and the first stays.
    private static void MoveUnlessThere(string made, string folder)
    {
        int errno = PosixNames.TryRename(null, PathText.Bytes(made), null, PathText.Bytes(folder), replace: false);
        if (errno is not (0 or Errno.Exists))
        {
            throw DiskFailure.Create(errno, "move a cache folder to", PathText.Bytes(folder));
        }
    }
}
