using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>
/// Reads the small documents of a remote cache. They are kept in the store by their digests: as long as the tag names the same cache, asking for the tag
/// is all that goes over the network.
/// </summary>
internal sealed class CacheReader(LocalStore store)
{
    /// <summary>What the cache holds; null where nothing has the tag.</summary>
    /// <exception cref="BuildKitException">It is damaged (BK4232), something else (BK4233), newer (BK4234), or its repository failed.</exception>
    internal async Task<CacheContent?> ReadAsync(CachePlace place, CancellationToken ct)
    {
        if (await place.Repository.ResolveAsync(place.Tag, ct) is not { } manifest)
        {
            return null;
        }

        try
        {
            byte[] bytes = await KeepAsync(place, manifest, ct);
            ImageManifest? read = ManifestDocument.Read(bytes, manifest.MediaType, place.Name).Manifest;
            if (read?.ArtifactType != CacheTypes.Artifact)
            {
                throw read?.ArtifactType?.StartsWith(CacheTypes.AnyArtifact, StringComparison.Ordinal) == true
                    ? CacheFailures.TooNew(place.Name)
                    : CacheFailures.Foreign(place.Name, read is null ? "an index" : read.ArtifactType is { } type ? $"an artifact of the type {type}" : "an image");
            }

            return read.Layers is [{ MediaType: CacheTypes.Records } records, ..]
                ? (await CacheDocument.ReadAsync(await KeepAsync(place, records, ct), place.Name, ct)) with { Manifest = manifest }
                : throw CacheFailures.Damaged(place.Name, "its first layer is not its records", null);
        }
        catch (BuildKitException failure) when (failure.Code
            is OciErrorCodes.ContentMismatch or OciErrorCodes.DocumentMalformed or OciErrorCodes.DocumentInvalid or OciErrorCodes.DocumentTooLarge or OciErrorCodes.SchemaOne
            or OciErrorCodes.LimitExceeded or OciErrorCodes.CompressionInvalid or OciErrorCodes.RegistryNotFound or OciErrorCodes.RegistryAnswerInvalid)
        {
            throw CacheFailures.Damaged(place.Name, failure.Message, failure);
        }
    }

    private async Task<byte[]> KeepAsync(CachePlace place, Descriptor document, CancellationToken ct)
    {
        if (await store.ExistsAsync(document, ct))
        {
            return await store.ReadBytesAsync(document, ct);
        }

        byte[] bytes = await place.Repository.ReadBytesAsync(document, ct);
        using var content = new MemoryStream(bytes, writable: false);
        await store.WriteAsync(document, content, ct);
        return bytes;
    }
}
