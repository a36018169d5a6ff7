using System.Collections.Immutable;
using BuildKit.Delivery.Artifacts;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Environments;

/// <summary>
/// Reads and enters an environment's records. A record refers to its release before the tag moves, and is entered in the log, as a referrer of the
/// environment's anchor, when the tag has moved: so the log holds what took effect, and a process that is killed leaves a state that can be told.
/// </summary>
public sealed class EnvironmentLog(EnvironmentRepositories repositories)
{
    private readonly Artifact anchor = EnvironmentAnchor.Of(repositories.Environment);

    /// <summary>Reads the state.</summary>
    /// <exception cref="BuildKitException">A record was edited or removed (BK6003), or the registry failed.</exception>
    public async Task<EnvironmentState> ReadAsync(CancellationToken ct)
    {
        Descriptor? tag = await repositories.Home.ResolveAsync(repositories.Environment.Tag, ct).ConfigureAwait(false);
        ImmutableArray<PromotionRecord> chain = RecordChain.Of(await EntriesAsync(ct).ConfigureAwait(false), tag?.Digest, repositories.Home.DisplayName);
        PromotionRecord? head = chain.IsEmpty ? null : chain[^1];
        if (tag is null)
        {
            return new EnvironmentState(repositories.Environment, chain, head is null ? TagState.NeverDeployed : TagState.Missing, null);
        }

        if (head?.TagTarget == tag.Digest)
        {
            return new EnvironmentState(repositories.Environment, chain, TagState.Agrees, tag) { Strays = await StraysAsync(head, ct).ConfigureAwait(false) };
        }

        return await UnenteredAsync(tag, head?.Digest, ct).ConfigureAwait(false) is { } record
            ? new EnvironmentState(repositories.Environment, chain.Add(record), TagState.Unentered, tag)
            : new EnvironmentState(repositories.Environment, chain, TagState.Moved, tag);
    }

    /// <summary>
    /// All that was ever entered, in no order; with what the log has lost to two writers at once and a later record names: that still lies beside its release.
    /// </summary>
    internal async Task<ImmutableArray<PromotionRecord>> EntriesAsync(CancellationToken ct)
    {
        ImmutableArray<PromotionRecord> entries = await RecordsOfAsync(anchor.Manifest.Digest, ct).ConfigureAwait(false);
        while (await LostAsync(entries, ct).ConfigureAwait(false) is { } lost)
        {
            entries = entries.Add(lost);
        }

        return entries;
    }

    /// <summary>Puts a record beside its release, before the tag moves.</summary>
    internal Task AnnounceAsync(PromotionRecord record, Release release, CancellationToken ct) => record.ReferringTo(release.Descriptor).WriteAsync(repositories.Home, ct);

    /// <summary>Enters a record whose tag has moved.</summary>
    internal async Task EnterAsync(PromotionRecord record, CancellationToken ct)
    {
        await anchor.WriteAsync(repositories.Home, ct).ConfigureAwait(false);
        await record.ReferringTo(anchor.Manifest).WriteAsync(repositories.Home, ct).ConfigureAwait(false);
    }

    /// <summary>A record that one of the entries names as the one before it, and that is none of them; null where there is none, or it cannot be found.</summary>
    private async Task<PromotionRecord?> LostAsync(ImmutableArray<PromotionRecord> entries, CancellationToken ct)
    {
        HashSet<Digest> known = [.. entries.Select(record => record.Digest)];
        foreach (PromotionPredicate behind in entries.Select(record => record.Predicate).Where(predicate => predicate.Previous is { } previous && !known.Contains(previous)))
        {
            if (behind.Replaces is { } release
                && (await RecordsOfAsync(release, ct).ConfigureAwait(false)).FirstOrDefault(record => record.Digest == behind.Previous) is { } lost)
            {
                return lost;
            }
        }

        return null;
    }

    private async Task<ImmutableArray<StrayTag>> StraysAsync(PromotionRecord head, CancellationToken ct)
    {
        var strays = ImmutableArray.CreateBuilder<StrayTag>();
        foreach (Subject image in head.Images.Length == 1 ? [] : head.Images)
        {
            RegistryRepository repository = repositories.Below(image.Name);
            Descriptor? named = await repository.ResolveAsync(repositories.Environment.Tag, ct).ConfigureAwait(false);
            if (named?.Digest != image.Digest)
            {
                strays.Add(new StrayTag(image.Name, $"{repository.DisplayName}:{repositories.Environment.Tag}", named?.Digest, image.Digest));
            }
        }

        return strays.ToImmutable();
    }

    /// <summary>A record of what the tag names that follows on the last entered one.</summary>
    private async Task<PromotionRecord?> UnenteredAsync(Descriptor tag, Digest? head, CancellationToken ct)
    {
        ImmutableArray<Descriptor> releases = await repositories.Home.ReferrersAsync(tag.Digest, ArtifactTypes.Release, ct).ConfigureAwait(false);
        foreach (Digest release in releases.Select(release => release.Digest).Prepend(tag.Digest))
        {
            ImmutableArray<PromotionRecord> records = await RecordsOfAsync(release, ct).ConfigureAwait(false);
            if (records.Where(record => record.Predicate.Previous == head && record.TagTarget == tag.Digest).OrderBy(record => record.Digest).FirstOrDefault() is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private async Task<ImmutableArray<PromotionRecord>> RecordsOfAsync(Digest subject, CancellationToken ct)
    {
        ImmutableArray<Artifact> artifacts = await Referrers.ReadArtifactsAsync(repositories.Home, subject, ArtifactTypes.Promotion, ct).ConfigureAwait(false);
        return [.. artifacts
            .Select(artifact => PromotionRecord.Read(artifact.Document, $"{repositories.Home.DisplayName}@{artifact.Manifest.Digest}"))
            .Where(record => record.Predicate.Environment == repositories.Environment.Name)
            .DistinctBy(record => record.Digest)];
    }
}
