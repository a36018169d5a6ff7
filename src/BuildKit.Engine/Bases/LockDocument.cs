using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Graph.Lock;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Engine.Bases;

/// <summary>The file <c>buildkit.lock</c> on disk: read whole, and changed in one rename by one process at a time.</summary>
/// <param name="path">Where it is; it need not exist.</param>
/// <param name="locks">Orders the processes.</param>
internal sealed class LockDocument(string path, StoreLocks locks)
{
    private const int MaximumBytes = 4 << 20;

    /// <summary>What it says; empty where there is none.</summary>
    /// <exception cref="BuildKitException">It cannot be read (BK4273), or is wrong (BK2590, BK2591).</exception>
    internal LockFile Read()
    {
        byte[] bytes;
        try
        {
            FileInfo file = new(path);
            if (!file.Exists && !Directory.Exists(path))
            {
                return LockFile.Empty;
            }

            // A pipe has no length, and opening it would wait for someone who writes.
            bytes = Directory.Exists(path) || file.Length > 0 ? BoundedFile.Read(path, MaximumBytes) : throw new IOException("It is empty, or no regular file.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable("read", failure);
        }

        LockParseResult result = LockFile.Parse(new SourceText(path, Encoding.UTF8.GetString(bytes)));
        return result.Error is { } error ? throw Invalid(error) : result.Lock;
    }

    /// <summary>Changes what it says now, since another build may have written it meanwhile; leaves it alone where nothing changes.</summary>
    /// <returns>What it said and says.</returns>
    /// <exception cref="BuildKitException">As for <see cref="Read"/>; it cannot be written (BK4273); it would be too large (BK4278).</exception>
    internal async Task<LockChange> UpdateAsync(Func<LockFile, LockFile> update, CancellationToken ct)
    {
        using RangeLock held = await locks.AcquireAsync("pins " + Path.GetFullPath(path), exclusive: true, ct);
        LockFile before = Read();
        var change = new LockChange(before, update(before));
        if (change.IsAny)
        {
            Write(change.After.ToText());
        }

        return change;
    }

    private void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MaximumBytes)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LockFileTooLarge,
                $"{path} would have {bytes.Length} bytes, and the most is {MaximumBytes}.",
                "A run fetches very many files: give it 'network: true', which records nothing, or fetch fewer of them.");
        }

        try
        {
            AtomicFile.Write(path, bytes, $"{path}.{Guid.NewGuid():N}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable("written", failure);
        }
    }

    private static BuildKitException Invalid(Diagnostic error) =>
        new(error.Code, $"{error.Span}: {error.Message}.", "Correct the file; without it, every tag is pinned anew to what it names now.");

    private BuildKitException Unusable(string what, Exception failure) => new(
        ExecutionErrorCodes.LockFileUnusable,
        $"{path} cannot be {what}: {failure.Message}",
        "Check the owner, the mode and the free space of its folder; the file belongs beside the Buildfile.",
        failure);
}
