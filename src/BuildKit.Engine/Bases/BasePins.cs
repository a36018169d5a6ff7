using BuildKit.Engine.Store;
using BuildKit.Graph.Lock;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>The pins of <c>buildkit.lock</c> as they were read, and those that are new.</summary>
internal sealed class BasePins(string path, StoreLocks locks)
{
    private readonly Lock gate = new();
    private readonly LockDocument document = new(path, locks);
    private readonly Dictionary<(ImageReference Reference, Platform Platform), LockedImage> added = [];
    private readonly Dictionary<string, Digest> downloads = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Url, string Reference), string> checkouts = [];
    private LockFile? read;

    /// <summary>What a name is pinned to; null where it is not.</summary>
    public LockedImage? Find(ImageReference reference, Platform platform)
    {
        lock (gate)
        {
            return added.TryGetValue((reference, platform), out LockedImage? pin) ? pin : (read ??= document.Read()).Find(reference, platform);
        }
    }

    /// <summary>What a URL is pinned to; null where it is not.</summary>
    public Digest? FindDownload(string url)
    {
        lock (gate)
        {
            return downloads.TryGetValue(url, out Digest pin) || (read ??= document.Read()).Downloads.TryGetValue(url, out pin) ? pin : null;
        }
    }

    /// <summary>Remembers what a URL gave; a pin that stands already is not new.</summary>
    public void AddDownload(string url, Digest content)
    {
        lock (gate)
        {
            if (!(read ??= document.Read()).Downloads.TryGetValue(url, out Digest pin) || pin != content)
            {
                downloads[url] = content;
            }
        }
    }

    /// <summary>The commit that a branch or tag is pinned to; null where it is not.</summary>
    public string? FindCheckout(string url, string reference)
    {
        lock (gate)
        {
            return checkouts.TryGetValue((url, reference), out string? commit) ? commit : (read ??= document.Read()).FindCheckout(url, reference);
        }
    }

    /// <summary>Remembers what a branch or tag meant; a pin that stands already is not new.</summary>
    public void AddCheckout(string url, string reference, string commit)
    {
        lock (gate)
        {
            if ((read ??= document.Read()).FindCheckout(url, reference) != commit)
            {
                checkouts[(url, reference)] = commit;
            }
        }
    }

    /// <summary>Reads the file.</summary>
    public void Check()
    {
        lock (gate)
        {
            read ??= document.Read();
        }
    }

    /// <summary>Remembers a pin; one that stands already is not new.</summary>
    public void Add(ImageReference reference, Platform platform, LockedImage image)
    {
        lock (gate)
        {
            if ((read ??= document.Read()).Find(reference, platform) != image)
            {
                added[(reference, platform)] = image;
            }
        }
    }

    /// <summary>Adds the new pins to what the file says now.</summary>
    public async Task<LockChange> SaveAsync(CancellationToken ct)
    {
        KeyValuePair<(ImageReference Reference, Platform Platform), LockedImage>[] pins;
        KeyValuePair<string, Digest>[] files;
        KeyValuePair<(string Url, string Reference), string>[] commits;
        lock (gate)
        {
            pins = [.. added];
            files = [.. downloads];
            commits = [.. checkouts];
        }

        if (pins.Length == 0 && files.Length == 0 && commits.Length == 0)
        {
            return LockChange.None;
        }

        LockChange change = await document.UpdateAsync(
            file =>
            {
                file = pins.Aggregate(file, (pinned, pin) => pinned.With(pin.Key.Reference, pin.Key.Platform, pin.Value));
                file = files.Aggregate(file, (pinned, pin) => pinned.WithDownload(pin.Key, pin.Value));
                return commits.Aggregate(file, (pinned, pin) => pinned.WithCheckout(pin.Key.Url, pin.Key.Reference, pin.Value));
            },
            ct);
        lock (gate)
        {
            read = change.After;
            added.Clear();
            downloads.Clear();
            checkouts.Clear();
        }

        return change;
    }
}
