using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;

namespace BuildKit.Delivery.Changes;

/// <summary>Takes a release from one environment to the next: by digest, never built again.</summary>
public sealed class Promotion(EnvironmentRepositories source, EnvironmentRepositories destination)
{
    /// <summary>Whether a tag of the destination that somebody else moved or removed is taken over instead of refused.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Works out what would happen.</summary>
    /// <param name="wanted">A release, or an image of one, in the source's history; null for what is in effect there.</param>
    /// <param name="gates">What has to hold; whether it does is in the answer.</param>
    /// <exception cref="BuildKitException">The source has no such release (BK6001, BK6007), a tag was moved (BK6002), a record edited (BK6003).</exception>
    public async Task<PromotionPlan> PlanAsync(Digest? wanted, ImmutableArray<Gate> gates, CancellationToken ct)
    {
        EnvironmentState from = await new EnvironmentLog(source).ReadAsync(ct).ConfigureAwait(false);
        PromotionRecord current = from.Current();
        PromotionRecord record = wanted is { } digest ? ReleaseChoice.ByDigest(from, digest) : current;
        EnvironmentState to = await new EnvironmentLog(destination).ReadAsync(ct).ConfigureAwait(false);
        Release release = await ReadAsync(record, ct).ConfigureAwait(false);
        if (!TakesOver)
        {
            to.DemandUntouched(release);
        }

        EvidenceSet evidence = (await new EvidenceStore(source).ReadAsync(release, ct).ConfigureAwait(false))
            .Union(await new EvidenceStore(destination).ReadAsync(release, ct).ConfigureAwait(false));
        // Built more than once from one commit, the clean build counts: it is also what gates go by.
        SourceFacts? facts = evidence.Sources.Select(statement => statement.Predicate)
            .Where(known => known.Commit == record.Predicate.Commit).OrderByDescending(known => known.Clean).FirstOrDefault();
        return new PromotionPlan(release, facts, record, to.Head, GateCheck.Evaluate(gates, release, evidence));
    }

    /// <summary>Carries a plan out: copies, takes the evidence over, writes the record, moves the tag last.</summary>
    /// <param name="policy">The digest of the gates as declared; null where there are none.</param>
    /// <param name="tags">Tags that are added and never move.</param>
    /// <exception cref="BuildKitException">A gate does not hold (BK6005), a tag is taken (BK6008), two changes met (BK6004), or a registry failed.</exception>
    public async Task<ChangeResult> RunAsync(
        PromotionPlan plan, Digest? policy, ImmutableArray<string> tags, ChangeOrigin origin, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        Release release = plan.Release;
        GateCheck.Demand(plan.Gates, destination.Environment.Name);
        await new ReleaseTags(destination).CheckAsync(release, tags, ct).ConfigureAwait(false);
        ImmutableArray<long> moved = await ReleaseCopy.RunAsync(name => source.Image(release, name), destination, release, progress, ct).ConfigureAwait(false);
        await new EvidenceStore(destination).CopyFromAsync(source, release, ct).ConfigureAwait(false);
        var change = new EnvironmentChange(release, PromotionAction.Promote, origin)
        {
            Tags = tags,
            From = source.Environment,
            Commit = plan.From.Predicate.Commit,
            Policy = policy,
            TakesOver = TakesOver,
        };
        (PromotionRecord record, bool wasThere) = await new EnvironmentWriter(destination).ApplyAsync(change, ct).ConfigureAwait(false);
        return new ChangeResult(release, record, wasThere, moved);
    }

    /// <summary>The release of a record, which has to have the images that the record shows to people.</summary>
    private async Task<Release> ReadAsync(PromotionRecord record, CancellationToken ct)
    {
        Release release = await Release.ReadAsync(source.Home, record.Release, ct).ConfigureAwait(false);
        return EvidenceStore.SubjectsOf(release).Skip(1).SequenceEqual(record.Images)
            ? release
            : throw new BuildKitException(
                DeliveryErrorCodes.RecordInvalid,
                $"Record {record.Predicate.Sequence} of {source.Environment.Name} names the release {record.Release} with other images than it has: it was edited.",
                "Nothing was changed. Choose another record with --digest, or deploy again.");
    }
}
