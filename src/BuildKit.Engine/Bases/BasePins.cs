using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Graph.Lock;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>The pins of <c>buildkit.lock</c> as they were read, and those that are new.</summary>
internal sealed class BasePins(string path, StoreLocks locks)
{
    private const int MaximumBytes = 4 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<(ImageReference Reference, Platform Platform), LockedImage> added = [];
    private readonly Dictionary<string, Digest> downloads = new(StringComparer.Ordinal);
    private LockFile? read;

    /// <summary>What a name is pinned to; null where it is not.</summary>
    public LockedImage? Find(ImageReference reference, Platform platform)
    {
        lock (gate)
        {
            return added.TryGetValue((reference, platform), out LockedImage? pin) ? pin : (read ??= Read()).Find(reference, platform);
        }
    }

    /// <summary>What a URL is pinned to; null where it is not.</summary>
    public Digest? FindDownload(string url)
    {
        lock (gate)
        {
            return downloads.TryGetValue(url, out Digest pin) || (read ??= Read()).Downloads.TryGetValue(url, out pin) ? pin : null;
        }
    }

    /// <summary>Remembers what a URL gave; a pin that stands already is not new.</summary>
    public void AddDownload(string url, Digest content)
    {
        lock (gate)
        {
            if (!(read ??= Read()).Downloads.TryGetValue(url, out Digest pin) || pin != content)
            {
                downloads[url] = content;
            }
        }
    }

    /// <summary>Reads the file.</summary>
    public void Check()
    {
        lock (gate)
        {
            read ??= Read();
        }
    }

    /// <summary>Remembers a pin; one that stands already is not new.</summary>
    public void Add(ImageReference reference, Platform platform, LockedImage image)
    {
        lock (gate)
        {
            if ((read ??= Read()).Find(reference, platform) != image)
            {
                added[(reference, platform)] = image;
            }
        }
    }

    /// <summary>Adds the new pins to what the file says now, since another build may have written it meanwhile.</summary>
    public async Task<LockChange> SaveAsync(CancellationToken ct)
    {
        KeyValuePair<(ImageReference Reference, Platform Platform), LockedImage>[] pins;
        KeyValuePair<string, Digest>[] files;
        lock (gate)
        {
            pins = [.. added];
            files = [.. downloads];
        }

        if (pins.Length == 0 && files.Length == 0)
        {
            return LockChange.None;
        }

        using RangeLock held = await locks.AcquireAsync("pins " + Path.GetFullPath(path), exclusive: true, ct);
        LockFile before = Read();
        LockFile after = pins.Aggregate(before, (file, pin) => file.With(pin.Key.Reference, pin.Key.Platform, pin.Value));
        after = files.Aggregate(after, (file, pin) => file.WithDownload(pin.Key, pin.Value));
        var change = new LockChange(before, after);
        if (change.IsAny)
        {
            Write(after.ToText());
        }

        lock (gate)
        {
            read = after;
            added.Clear();
            downloads.Clear();
        }

        return change;
    }

    private LockFile Read()
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

    private void Write(string text)
    {
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), $"{path}.{Guid.NewGuid():N}");
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
