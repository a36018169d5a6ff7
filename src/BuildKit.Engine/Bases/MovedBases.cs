using System.Collections.Immutable;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using Microsoft.Data.Sqlite;

namespace BuildKit.Engine.Bases;

/// <summary>
/// Which bases are no longer what their tag names: registries are asked at most once a day for each pin, and what cannot be learnt is passed over, since a build needs no
/// registry for what is pinned.
/// </summary>
/// <param name="sources">Where bases come from.</param>
/// <param name="time">Tells when a pin was last asked about.</param>
public sealed class MovedBases(BaseSources sources, TimeProvider time)
{
    private readonly AskedBases asked = new(sources.Store.Index, time);

    /// <summary>Asks about those that were not asked about today, side by side.</summary>
    /// <param name="bases">What a build took from the lock.</param>
    /// <param name="limit">How long all of it may take; who has not answered by then is passed over for today.</param>
    /// <param name="ct">Gives up; nothing counts as asked then.</param>
    /// <returns>The tags that name something else now, in ordinal order.</returns>
    public async Task<ImmutableArray<ImageReference>> FindAsync(IEnumerable<LockedBase> bases, TimeSpan limit, CancellationToken ct)
    {
        try
        {
            LockedBase[] due = asked.Due(bases);
            ImmutableArray<ImageReference> moved = await AskAsync(due, limit, ct);
            ct.ThrowIfCancellationRequested();
            asked.Note(due);
            return moved;
        }
        catch (Exception failure) when (failure is SqliteException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<ImmutableArray<ImageReference>> AskAsync(LockedBase[] due, TimeSpan limit, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(limit);
        ImageReference?[] moved = await Task.WhenAll(due.GroupBy(known => known.Reference).Select(pins => AskAsync(pins.Key, [.. pins], end.Token)));
        return [.. moved.OfType<ImageReference>().OrderBy(reference => reference.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The tag, where it has moved; null where it has not, or where that is not known.</summary>
    private async Task<ImageReference?> AskAsync(ImageReference reference, LockedBase[] pins, CancellationToken ct)
    {
        try
        {
            // The end of the time is kept even where a lookup of the host's name, or a program that has the login, does not hear of it.
            return await Task.Run(() => HasMovedAsync(reference, pins, ct), ct).WaitAsync(ct) ? reference : null;
        }
        catch (Exception failure) when (failure is BuildKitException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<bool> HasMovedAsync(ImageReference reference, LockedBase[] pins, CancellationToken ct)
    {
        RegistryRepository registry = sources.Registries.Repository(reference);
        if (await registry.ResolveAsync(reference.TagOrDigest, ct) is not { } named)
        {
            // There is nothing to update to.
            return false;
        }

        foreach (LockedBase known in pins.Where(known => named.Digest != (known.Pin.Index ?? known.Pin.Manifest)))
        {
            // An index also moves where only the image of another platform did.
            Descriptor manifest = await BaseDocuments.SelectAsync(registry, named, known.Platform, reference.ToString(), ct);
            if (manifest.Digest != known.Pin.Manifest)
            {
                return true;
            }
        }

        return false;
    }
}
