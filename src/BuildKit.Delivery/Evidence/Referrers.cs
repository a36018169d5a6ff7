using System.Collections.Immutable;
using BuildKit.Delivery.Artifacts;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Evidence;

/// <summary>Statements that refer to a manifest.</summary>
internal static class Referrers
{
    /// <summary>The statements of a kind.</summary>
    public static async Task<ImmutableArray<Statement<TPredicate>>> ReadAsync<TPredicate>(
        IImageRepository repository, Digest subject, StatementKind<TPredicate> kind, CancellationToken ct)
        where TPredicate : class =>
        [.. (await ReadArtifactsAsync(repository, subject, kind.ArtifactType, ct).ConfigureAwait(false)).Select(artifact => kind.Read(artifact.Document, Name(repository, artifact.Manifest)))];

    /// <summary>The artifacts of a type, in the order of the registry.</summary>
    /// <exception cref="BuildKitException">One has other bytes than its digest says, or is gone (BK6003).</exception>
    public static async Task<ImmutableArray<Artifact>> ReadArtifactsAsync(IImageRepository repository, Digest subject, string artifactType, CancellationToken ct)
    {
        ImmutableArray<Descriptor> referrers = await repository.ReferrersAsync(subject, artifactType, ct).ConfigureAwait(false);
        return [.. await Task.WhenAll(referrers.DistinctBy(referrer => referrer.Digest).Select(referrer => ReadOneAsync(repository, referrer, artifactType, ct))).ConfigureAwait(false)];
    }

    /// <summary>Copies the artifacts of a type to another repository.</summary>
    public static async Task CopyAsync(IImageRepository source, IImageRepository destination, Digest subject, string artifactType, CancellationToken ct)
    {
        ImmutableArray<Artifact> artifacts = await ReadArtifactsAsync(source, subject, artifactType, ct).ConfigureAwait(false);
        if (artifacts.IsEmpty)
        {
            return;
        }

        ImmutableArray<Descriptor> known = await destination.ReferrersAsync(subject, artifactType, ct).ConfigureAwait(false);
        foreach (Artifact artifact in artifacts.Where(artifact => known.All(there => there.Digest != artifact.Manifest.Digest)))
        {
            await artifact.WriteAsync(destination, ct).ConfigureAwait(false);
        }
    }

    private static async Task<Artifact> ReadOneAsync(IImageRepository repository, Descriptor referrer, string artifactType, CancellationToken ct)
    {
        string where = Name(repository, referrer);
        try
        {
            return await Artifact.ReadAsync(repository, referrer, artifactType, problem => Edited(where, problem, null), ct).ConfigureAwait(false);
        }
        catch (BuildKitException failure) when (failure.Code is OciErrorCodes.ContentMismatch or OciErrorCodes.RegistryNotFound or OciErrorCodes.BlobMissing
            or OciErrorCodes.DocumentInvalid or OciErrorCodes.DocumentMalformed)
        {
            throw Edited(where, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static BuildKitException Edited(string where, string problem, Exception? cause) => new(
        DeliveryErrorCodes.RecordInvalid,
        $"{where} was edited or removed: {problem}.",
        "Restore it in the registry from a backup. Until then nothing is built on it.",
        cause);

    private static string Name(IImageRepository repository, Descriptor manifest) => $"{repository.DisplayName}@{manifest.Digest}";
}
