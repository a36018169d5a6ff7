using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Changes;

/// <summary>
/// Puts a release in effect: record beside the release, tags that never move, the moving tag, the log. Registries have no compare-and-swap, so what is relied
/// on is read again right before the tag moves, and what was written right after; a second writer is merged with where both are possible one after the other,
/// and told where not.
/// </summary>
internal sealed class EnvironmentWriter(EnvironmentRepositories repositories)
{
    /// <summary>Each try that fails means that somebody else's succeeded.</summary>
    private const int Attempts = 8;

    private readonly EnvironmentLog log = new(repositories);
    private readonly ReleaseTags tags = new(repositories);

    /// <summary>Carries a change out. Where it fails before the tag has moved, the environment is as it was; the same once more goes on where it stopped.</summary>
    /// <returns>The record in effect, and whether it was before.</returns>
    /// <exception cref="BuildKitException">A tag that never moves is taken (BK6008), two changes met (BK6004), or the registry failed.</exception>
    public async Task<(PromotionRecord Record, bool WasThere)> ApplyAsync(EnvironmentChange change, CancellationToken ct)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            EnvironmentState state = await SettledAsync(change, ct).ConfigureAwait(false);
            if (state is { Tag: TagState.Agrees, Head: { } head } && head.Release == change.Release.Digest)
            {
                await tags.AddAsync(change.Release, change.Tags, ct).ConfigureAwait(false);
                if (!state.Strays.IsEmpty)
                {
                    await tags.MoveAsync(change.Release, ct).ConfigureAwait(false);
                }

                return (head, true);
            }

            PromotionRecord record = change.ToRecord(repositories.Environment, state.Head);
            await log.AnnounceAsync(record, change.Release, ct).ConfigureAwait(false);
            await tags.AddAsync(change.Release, change.Tags, ct).ConfigureAwait(false);
            if (await TagAsync(ct).ConfigureAwait(false) == state.TagTarget?.Digest)
            {
                await tags.MoveAsync(change.Release, ct).ConfigureAwait(false);
                PromotionRecord entered = await EnterAsync(change, record, ct).ConfigureAwait(false);
                await StraightenAsync(change.Release, ct).ConfigureAwait(false);
                return (entered, false);
            }
        }

        throw Conflict($"others changed {repositories.Environment.Name} again and again");
    }

    /// <summary>The state, with a record entered that a killed process left.</summary>
    private async Task<EnvironmentState> SettledAsync(EnvironmentChange change, CancellationToken ct)
    {
        EnvironmentState state = await log.ReadAsync(ct).ConfigureAwait(false);
        if (!change.TakesOver && state.Intrusion(change.Release) is { } intrusion)
        {
            // All was well when the change began, so it met another, which may not have come to its record yet.
            throw Conflict(intrusion.Message.TrimEnd('.'));
        }

        if (state is { Tag: TagState.Unentered, Head: { } left })
        {
            await log.EnterAsync(left, ct).ConfigureAwait(false);
            return state with { Tag = TagState.Agrees };
        }

        return state;
    }

    /// <summary>
    /// Of several images, those whose tag another writer moved in between are put in order by the one whose release the environment's own tag names: the other
    /// wrote all of its tags before that one, so nothing of it comes later.
    /// </summary>
    private async Task StraightenAsync(Release release, CancellationToken ct)
    {
        if (release.Images.Length > 1
            && await log.ReadAsync(ct).ConfigureAwait(false) is { Tag: TagState.Agrees, Strays.IsEmpty: false, Head: { } head }
            && head.Release == release.Digest)
        {
            await tags.MoveAsync(release, ct).ConfigureAwait(false);
        }
    }

    private async Task<PromotionRecord> EnterAsync(EnvironmentChange change, PromotionRecord record, CancellationToken ct)
    {
        try
        {
            return await EnterBehindOthersAsync(change, record, ct).ConfigureAwait(false);
        }
        catch (BuildKitException failure) when (failure.Code != DeliveryErrorCodes.Conflict)
        {
            throw new BuildKitException(
                DeliveryErrorCodes.RecordNotEntered,
                $"{repositories.Environment.Name} has the release {change.Release.Digest} now, but its record could not be entered: {failure.Message}",
                "Run the same command again: it only enters the record.",
                failure);
        }
    }

    private async Task<PromotionRecord> EnterBehindOthersAsync(EnvironmentChange change, PromotionRecord record, CancellationToken ct)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TagAsync(ct).ConfigureAwait(false) is var tag && tag != record.TagTarget)
            {
                throw Conflict($"{repositories.Environment.Name} was given {tag?.ToString() ?? "nothing"} at the same time, so {change.Release.Digest} is not in effect");
            }

            // Another record behind the same one: its writer came first, whichever release it was.
            PromotionRecord[] rivals = RivalsAmong(await log.EntriesAsync(ct).ConfigureAwait(false), record);
            if (rivals.Length == 0)
            {
                await log.EnterAsync(record, ct).ConfigureAwait(false);
                ImmutableArray<PromotionRecord> entries = await log.EntriesAsync(ct).ConfigureAwait(false);
                rivals = RivalsAmong(entries, record);
                if (rivals.Length == 0)
                {
                    if (entries.Any(entry => entry.Digest == record.Digest))
                    {
                        return record;
                    }

                    // Somebody wrote an older list behind it.
                    continue;
                }
            }

            if (rivals.FirstOrDefault(rival => rival.Release == record.Release) is { } same)
            {
                return same.Digest < record.Digest ? same : record;
            }

            record = change.ToRecord(repositories.Environment, rivals.OrderBy(rival => rival.Digest).First());
            await log.AnnounceAsync(record, change.Release, ct).ConfigureAwait(false);
        }

        throw Conflict($"others changed {repositories.Environment.Name} again and again");
    }

    private static PromotionRecord[] RivalsAmong(ImmutableArray<PromotionRecord> entries, PromotionRecord record) =>
        [.. entries.Where(other => other.Predicate.Previous == record.Predicate.Previous && other.Digest != record.Digest)];

    private async Task<Digest?> TagAsync(CancellationToken ct) =>
        (await repositories.Home.ResolveAsync(repositories.Environment.Tag, ct).ConfigureAwait(false))?.Digest;

    private static BuildKitException Conflict(string what) =>
        new(DeliveryErrorCodes.Conflict, $"Two changes met: {what}.", "See 'buildkit history' for what is in effect, then decide which release shall be.");
}
