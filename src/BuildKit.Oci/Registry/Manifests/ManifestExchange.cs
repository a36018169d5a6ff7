using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Manifests;

/// <summary>Reads and writes manifests and tags of one repository (distribution-spec, "Pulling manifests", "Pushing manifests").</summary>
internal sealed class ManifestExchange(RepositoryAccess access)
{
    /// <summary>The limit that the specification asks registries to keep.</summary>
    public const int LargestManifest = 4 * 1024 * 1024;

    private static readonly string[] Accept =
        [MediaTypes.OciIndex, MediaTypes.OciManifest, MediaTypes.DockerManifestList, MediaTypes.DockerManifest];

    private readonly ConcurrentDictionary<Digest, byte[]> written = new();

    /// <summary>What a name means; null where the repository does not have it.</summary>
    public async Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct)
    {
        RequestSubject subject = access.Reading($"looking up '{tagOrDigest}'");
        using RegistryAnswer answer = await AskAsync(HttpMethod.Head, tagOrDigest, subject, ct, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        string? type = answer.Response.Content.Headers.ContentType?.MediaType;
        RefuseSchemaOne(type, subject);
        bool known = type is not null && (MediaTypes.IsManifest(type) || MediaTypes.IsIndex(type));
        if (known && answer.Response.Content.Headers.ContentLength is { } size && Digest.TryParse(answer.Header("Docker-Content-Digest"), out Digest digest))
        {
            CheckName(answer, tagOrDigest, subject);
            return new Descriptor(type ?? "", digest, size);
        }

        return await DescribeAsync(tagOrDigest, subject, ct).ConfigureAwait(false);
    }

    public async Task<bool> ExistsAsync(Descriptor manifest, CancellationToken ct)
    {
        RequestSubject subject = access.Reading($"looking up '{manifest.Digest}'");
        using RegistryAnswer answer = await AskAsync(HttpMethod.Head, manifest.Digest.ToString(), subject, ct, HttpStatusCode.NotFound).ConfigureAwait(false);
        CheckName(answer, manifest.Digest.ToString(), subject);
        return answer.Status != HttpStatusCode.NotFound;
    }

    /// <summary>The verified bytes of a manifest.</summary>
    public async Task<byte[]> ReadAsync(Descriptor manifest, CancellationToken ct)
    {
        RequestSubject subject = access.Reading($"reading the manifest {manifest.Digest}");
        (byte[] bytes, _) = await GetAsync(manifest.Digest.ToString(), subject, ct).ConfigureAwait(false);
        Verify(bytes, manifest, subject);
        return bytes;
    }

    /// <summary>Writes a manifest under its digest; the answer says whether the registry keeps its referrers by itself.</summary>
    public async Task<bool> WriteAsync(Descriptor manifest, byte[] bytes, CancellationToken ct)
    {
        RequestSubject subject = access.Writing($"writing the manifest {manifest.Digest}");
        Verify(bytes, manifest, subject);
        bool keepsReferrers = await PutAsync(manifest, bytes, manifest.Digest.ToString(), subject, ct).ConfigureAwait(false);
        written[manifest.Digest] = bytes;
        return keepsReferrers;
    }

    /// <summary>Moves a tag to a manifest that the repository holds.</summary>
    public async Task TagAsync(Descriptor manifest, string tag, CancellationToken ct)
    {
        byte[] bytes = written.TryGetValue(manifest.Digest, out byte[]? known) ? known : await ReadAsync(manifest, ct).ConfigureAwait(false);
        await PutAsync(manifest, bytes, tag, access.Writing($"tagging {manifest.Digest} as '{tag}'"), ct).ConfigureAwait(false);
    }

    /// <summary>The bytes under a name and their media type, unverified against anything but the registry's own word.</summary>
    public async Task<(byte[] Bytes, string? MediaType)> GetAsync(string tagOrDigest, RequestSubject subject, CancellationToken ct)
    {
        using RegistryAnswer answer = await AskAsync(HttpMethod.Get, tagOrDigest, subject, ct).ConfigureAwait(false);
        CheckName(answer, tagOrDigest, subject);
        string? type = answer.Response.Content.Headers.ContentType?.MediaType;
        RefuseSchemaOne(type, subject);
        try
        {
            byte[] bytes = await BoundedBody.ReadAsync(answer.Response, LargestManifest, ct).ConfigureAwait(false)
                ?? throw RegistryFailures.Invalid(subject, $"the manifest is larger than {LargestManifest} bytes.");
            return (bytes, type is not null && (MediaTypes.IsManifest(type) || MediaTypes.IsIndex(type)) ? type : null);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw RegistryFailures.FromException(subject, failure);
        }
    }

    /// <summary>For registries that say too little in a header.</summary>
    private async Task<Descriptor> DescribeAsync(string tagOrDigest, RequestSubject subject, CancellationToken ct)
    {
        (byte[] bytes, string? type) = await GetAsync(tagOrDigest, subject, ct).ConfigureAwait(false);
        string mediaType = type ?? ManifestDocument.Read(bytes, null, $"{access.DisplayName}:{tagOrDigest}").MediaType;
        Digest digest = Digest.TryParse(tagOrDigest, out Digest asked) ? asked : Digest.Of(bytes);
        var descriptor = new Descriptor(mediaType, digest, bytes.Length);
        Verify(bytes, descriptor, subject);
        return descriptor;
    }

    private async Task<bool> PutAsync(Descriptor manifest, byte[] bytes, string name, RequestSubject subject, CancellationToken ct)
    {
        var request = new RegistryRequest(HttpMethod.Put, await AddressAsync(name, subject, ct).ConfigureAwait(false), subject)
        {
            Content = () =>
            {
                var content = new ByteArrayContent(bytes);
                content.Headers.ContentType = new MediaTypeHeaderValue(manifest.MediaType);
                return content;
            },
        };
        using RegistryAnswer answer = await access.Loop.SendAsync(request, ct).ConfigureAwait(false);
        RepositoryAccess.CheckDigest(answer, manifest.Digest, subject);
        return answer.Header("OCI-Subject") is not null;
    }

    private async Task<RegistryAnswer> AskAsync(HttpMethod method, string name, RequestSubject subject, CancellationToken ct, params HttpStatusCode[] expected)
    {
        var request = new RegistryRequest(method, await AddressAsync(name, subject, ct).ConfigureAwait(false), subject) { Accept = Accept };
        return await access.Loop.SendAsync(request, ct, expected).ConfigureAwait(false);
    }

    private Task<Uri> AddressAsync(string name, RequestSubject subject, CancellationToken ct) =>
        access.AddressAsync(subject, "manifests/" + (Digest.TryParse(name, out _) ? name : Uri.EscapeDataString(name)), ct);

    private static void CheckName(RegistryAnswer answer, string name, RequestSubject subject)
    {
        if (Digest.TryParse(name, out Digest digest))
        {
            RepositoryAccess.CheckDigest(answer, digest, subject);
        }
    }

    private void Verify(byte[] bytes, Descriptor manifest, RequestSubject subject)
    {
        // A SHA-512 name is rare enough to go through the general road.
        using var stream = new VerifyingStream(new MemoryStream(bytes, writable: false), manifest, $"{access.DisplayName}: {subject.Doing}");
        stream.CopyTo(Stream.Null);
    }

    private static void RefuseSchemaOne(string? type, RequestSubject subject)
    {
        if (type is not null && type.StartsWith("application/vnd.docker.distribution.manifest.v1+", StringComparison.Ordinal))
        {
            throw new RegistryException(
                OciErrorCodes.SchemaOne,
                $"{subject.Place}: {subject.Doing} failed: the image is only there in Docker's schema 1, which has no content addresses.",
                "Push it again with a current client.",
                isTransient: false);
        }
    }
}
