using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layouts;

/// <summary>A folder beside an archive's place in which its content is gathered. Disposing removes it; one that a killed process left is removed by the next.</summary>
internal sealed class StagingDirectory : IDisposable
{
    private const string Prefix = ".buildkit-staging-";
    private const string LockName = "lock";
    private static readonly TimeSpan AbandonedAge = TimeSpan.FromMinutes(10);

    private readonly FileStream held;

    private StagingDirectory(string path, FileStream held)
    {
        FullPath = path;
        this.held = held;
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Makes the folder beside a file that is to be written.</summary>
    public static StagingDirectory Beside(string target)
    {
        try
        {
            string parent = Path.GetDirectoryName(Path.GetFullPath(target)) ?? "/";
            Directory.CreateDirectory(parent);
            RemoveAbandoned(parent, DateTime.UtcNow - AbandonedAge);
            string path = Directory.CreateDirectory(Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"))).FullName;
            return new StagingDirectory(path, new FileStream(Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1));
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(target, exception);
        }
    }

    /// <summary>Removes the folders of killed processes that were made before a time.</summary>
    public static void RemoveAbandoned(string parent, DateTime before)
    {
        foreach (string candidate in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                if (Directory.GetLastWriteTimeUtc(candidate) < before)
                {
                    using FileStream locked = new(Path.Combine(candidate, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1);
                    Directory.Delete(candidate, recursive: true);
                }
            }
            catch (Exception exception) when (DiskErrors.IsDisk(exception))
            {
                // In use, someone else's, or removed at the same time.
                continue;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        held.Dispose();
        Directory.Delete(FullPath, recursive: true);
    }
}
