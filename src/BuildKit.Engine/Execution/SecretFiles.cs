using System.Globalization;
using System.Security.Cryptography;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Mounts;
using BuildKit.Oci;

namespace BuildKit.Engine.Execution;

/// <summary>
/// The secrets of one run as files, mode 0400, in memory (<c>/dev/shm</c>) where there is such a place, and never in the store. The
/// folder's name is locked like a temporary folder's, so that the next build removes what a killed one left. It begins with the store's own
/// prefix, since the place is shared by all stores of the machine and each has locks of its own.
/// </summary>
internal sealed class SecretFiles : IDisposable
{
    private const string Prefix = "buildkit-secrets-";

    // Keys and certificates have some thousand; a device has no end.
    private const int MaximumBytes = 1 << 20;

    private readonly RangeLock held;
    private int count;

    /// <summary>Makes a folder of its own.</summary>
    internal SecretFiles(StoreLocks locks)
    {
        string name = PrefixOf(locks) + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        held = locks.Try(LockNameOf(name), exclusive: true) ?? throw new InvalidOperationException("A random name was taken.");
        Folder = Path.Combine(Place, name);
        PrivateFolder.Create(Folder);
    }

    /// <summary>Where they are: mode 0700.</summary>
    internal string Folder { get; }

    private static string Place => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>Removes what dead processes left.</summary>
    internal static void Sweep(StoreLocks locks)
    {
        foreach (string left in Directory.EnumerateDirectories(Place, PrefixOf(locks) + "*"))
        {
            using RangeLock? owner = locks.Try(LockNameOf(Path.GetFileName(left)), exclusive: true);
            if (owner is not null)
            {
                TemporaryFolders.TryRemove(left);
            }
        }
    }

    /// <summary>The value of a secret.</summary>
    /// <param name="environment">The invoking process's variables.</param>
    /// <param name="buildfileDirectory">What a file's path is relative to.</param>
    /// <exception cref="BuildKitException">The variable is not set, or the file cannot be read (BK4208).</exception>
    internal static byte[] ValueOf(SecretSource secret, IReadOnlyDictionary<string, string> environment, string buildfileDirectory)
    {
        if (secret.EnvironmentVariable is { } name)
        {
            return environment.TryGetValue(name, out string? value)
                ? System.Text.Encoding.UTF8.GetBytes(value)
                : throw new BuildKitException(
                    ExecutionErrorCodes.SecretMissing,
                    $"The secret {secret.Id} comes from the environment variable {name}, which is not set.",
                    $"Set {name} where buildkit is started.");
        }

        string path = Path.Combine(buildfileDirectory, secret.File ?? "");
        try
        {
            return BoundedFile.Read(path, MaximumBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.SecretMissing,
                $"The secret {secret.Id} comes from the file {path}, which cannot be read: {exception.Message}",
                "Check the path, which is relative to the Buildfile, and the file's mode.",
                exception);
        }
    }

    /// <summary>Writes one secret; gives the file's path.</summary>
    internal string Write(byte[] value, ProcessUser user)
    {
        string path = Path.Combine(Folder, (++count).ToString(CultureInfo.InvariantCulture));
        File.WriteAllBytes(path, []);
        OwnedPath.Set(path, user.Uid, user.Gid, mode: 0x100);
        File.WriteAllBytes(path, value);
        return path;
    }

    /// <summary>Removes the files.</summary>
    public void Dispose()
    {
        SnapshotStore.RemoveTree(Folder);
        held.Dispose();
    }

    private static string PrefixOf(StoreLocks locks) => $"{Prefix}{locks.Id}-";

    private static string LockNameOf(string name) => "secrets/" + name;
}
