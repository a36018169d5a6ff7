using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using BuildKit.Delivery.Artifacts;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Json;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Evidence;

/// <summary>A kind of statement: its two fixed types and its form.</summary>
/// <param name="PredicateType">The in-toto predicate type.</param>
/// <param name="ArtifactType">The OCI artifact type, by which referrers are asked for.</param>
/// <param name="Json">The form.</param>
internal sealed record StatementKind<TPredicate>(string PredicateType, string ArtifactType, JsonTypeInfo<StatementDocument<TPredicate>> Json)
    where TPredicate : class
{
    /// <summary>The statement's bytes.</summary>
    public byte[] Write(ImmutableArray<Subject> subjects, TPredicate predicate) =>
        DeliveryJson.Write(new StatementDocument<TPredicate>(StatementDocument<TPredicate>.StatementType, subjects, PredicateType, predicate), Json);

    /// <summary>Reads a statement of this kind.</summary>
    /// <exception cref="BuildKitException">It is none (BK6003).</exception>
    public Statement<TPredicate> Read(byte[] document, string where)
    {
        StatementDocument<TPredicate> read = DeliveryJson.Read(document, Json, DeliveryErrorCodes.RecordInvalid, where);
        if (read.Type != StatementDocument<TPredicate>.StatementType || read.PredicateType != PredicateType || read.Subject.IsDefaultOrEmpty)
        {
            throw new BuildKitException(
                DeliveryErrorCodes.RecordInvalid,
                $"{where} is no in-toto statement of the type {PredicateType} about something.",
                "Somebody changed it, or another program wrote it; nothing was taken from it.");
        }

        return new Statement<TPredicate>(read.Subject, read.Predicate);
    }

    /// <summary>The statement as an artifact that refers to a manifest.</summary>
    public Artifact ToArtifact(byte[] statement, Descriptor subject) => Artifact.Create(ArtifactType, ArtifactTypes.Statement, statement, subject);
}
