using System.Collections.Immutable;
using BuildKit.Delivery.Evidence;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Environments;

/// <summary>A link of an environment's history: an in-toto statement, known by the digest of its bytes.</summary>
public sealed record PromotionRecord
{
    private PromotionRecord(byte[] bytes, ImmutableArray<Subject> subjects, PromotionPredicate predicate)
    {
        Bytes = bytes;
        Digest = Digest.Of(bytes);
        Subjects = subjects;
        Predicate = predicate;
    }

    /// <summary>The statement's digest: what the next record names as its previous one.</summary>
    public Digest Digest { get; }

    /// <summary>What it says.</summary>
    public PromotionPredicate Predicate { get; }

    /// <summary>The release's digest.</summary>
    public Digest Release => Subjects[0].Digest;

    /// <summary>The images of the release, with the digests that people pull.</summary>
    public ImmutableArray<Subject> Images => Subjects[1..];

    /// <summary>What the environment's tag names while this record is the last: the image where there is one, else the release.</summary>
    public Digest TagTarget => Images is [var only] ? only.Digest : Release;

    internal byte[] Bytes { get; }

    private ImmutableArray<Subject> Subjects { get; }

    /// <summary>Makes a record.</summary>
    internal static PromotionRecord Create(ImmutableArray<Subject> subjects, PromotionPredicate predicate) =>
        new(StatementKinds.Promotion.Write(subjects, predicate), subjects, predicate);

    /// <summary>Reads a record.</summary>
    /// <exception cref="BuildKitException">It is none (BK6003).</exception>
    internal static PromotionRecord Read(byte[] bytes, string where)
    {
        Statement<PromotionPredicate> statement = StatementKinds.Promotion.Read(bytes, where);
        return statement.Subjects is [{ Name: Subject.ReleaseName }, _, ..] && statement.Predicate.Sequence >= 1
            ? new PromotionRecord(bytes, statement.Subjects, statement.Predicate)
            : throw new BuildKitException(
                DeliveryErrorCodes.RecordInvalid, $"{where} is no record of a release with its images.", "Somebody changed it, or another program wrote it; nothing was taken from it.");
    }

    /// <summary>The record among the referrers of something: the release, or the environment's anchor.</summary>
    internal Artifacts.Artifact ReferringTo(Descriptor subject) => StatementKinds.Promotion.ToArtifact(Bytes, subject);
}
