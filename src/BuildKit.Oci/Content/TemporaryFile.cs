namespace BuildKit.Oci.Content;

/// <summary>
/// A file that is written beside its final place, synced, and renamed over it: readers see the old one or the new one, whole. It is locked
/// while it is written, so that an abandoned one can be told from one in use. Disposing without a commit removes it.
/// </summary>
internal sealed class TemporaryFile : IAsyncDisposable
{
    private const string Prefix = ".tmp-";

    private readonly string path;
    private readonly FileStream file;
    private bool committed;

    private TemporaryFile(string path, FileStream file, string wanted)
    {
        this.path = path;
        this.file = file;
        Stream = new DiskWriteStream(file, wanted);
    }

    /// <summary>Takes the bytes.</summary>
    public Stream Stream { get; }

    /// <summary>Makes the folder where it is missing, and the file in it.</summary>
    /// <param name="directory">On the filesystem of the final place.</param>
    /// <param name="wanted">What failures call the file.</param>
    public static TemporaryFile Create(string directory, string wanted)
    {
        try
        {
            Directory.CreateDirectory(directory);
            string path = Path.Combine(directory, Prefix + Guid.NewGuid().ToString("N"));
            return new TemporaryFile(path, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1), wanted);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(wanted, exception);
        }
    }

    /// <summary>Writes a whole file.</summary>
    public static async Task WriteAllAsync(string target, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using TemporaryFile file = Create(Path.GetDirectoryName(Path.GetFullPath(target)) ?? "/", target);
        await file.Stream.WriteAsync(content, ct).ConfigureAwait(false);
        file.Commit(target);
    }

    /// <summary>Removes temporary files that were last written before a time and that nobody holds; the age keeps those safe that are just being made or renamed.</summary>
    public static void RemoveAbandoned(string directory, DateTime before)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (string candidate in Directory.EnumerateFiles(directory, Prefix + "*"))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(candidate) < before.ToUniversalTime())
                {
                    using FileStream locked = new(candidate, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
                    File.Delete(candidate);
                }
            }
            catch (Exception exception) when (DiskErrors.IsDisk(exception))
            {
                // In use, or removed by another process that cleans up at the same time.
                continue;
            }
        }
    }

    /// <summary>Syncs the bytes to the disk and puts the file in place.</summary>
    public void Commit(string target)
    {
        try
        {
            file.Flush(flushToDisk: true);
            file.Dispose();
            File.Move(path, target, overwrite: true);
            committed = true;
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(target, exception);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        if (!committed)
        {
            File.Delete(path);
        }
    }
}
