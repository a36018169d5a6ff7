using System.Collections.Immutable;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Environments;

/// <summary>Orders records into the one chain that is in effect.</summary>
internal static class RecordChain
{
    /// <summary>
    /// The chain, the oldest first. Its end is the record with the highest number; where two writers entered records of one number at once, the one whose release
    /// the tag names, else the one with the smaller digest, as every reader decides alike.
    /// </summary>
    /// <param name="entries">All records of one environment, in any order.</param>
    /// <param name="tag">What the environment's tag names; null where it does not exist.</param>
    /// <param name="where">What failures call the repository.</param>
    /// <exception cref="BuildKitException">A record that another names is not there, or has the wrong number (BK6003).</exception>
    public static ImmutableArray<PromotionRecord> Of(ImmutableArray<PromotionRecord> entries, Digest? tag, string where)
    {
        Dictionary<Digest, PromotionRecord> known = entries.ToDictionary(record => record.Digest);
        PromotionRecord? current = entries
            .OrderByDescending(record => record.Predicate.Sequence)
            .ThenByDescending(record => record.TagTarget == tag)
            .ThenBy(record => record.Digest)
            .FirstOrDefault();
        var chain = new List<PromotionRecord>();
        while (current is not null)
        {
            chain.Add(current);
            current = Before(current, known, where);
        }

        chain.Reverse();
        return [.. chain];
    }

    private static PromotionRecord? Before(PromotionRecord record, Dictionary<Digest, PromotionRecord> known, string where)
    {
        int sequence = record.Predicate.Sequence;
        if (record.Predicate.Previous is not { } previous)
        {
            return sequence == 1 ? null : throw Broken(record, where, "names no record before it");
        }

        if (!known.TryGetValue(previous, out PromotionRecord? before))
        {
            throw Broken(record, where, $"names {previous} as the one before, which is not there");
        }

        return before.Predicate.Sequence == sequence - 1 ? before : throw Broken(record, where, $"follows on record {before.Predicate.Sequence}");
    }

    private static BuildKitException Broken(PromotionRecord record, string where, string problem) => new(
        DeliveryErrorCodes.RecordInvalid,
        $"The history of {record.Predicate.Environment} in {where} was edited: record {record.Predicate.Sequence} ({record.Digest}) {problem}.",
        "Restore the missing record in the registry from a backup. Until then nothing is built on it.");
}
