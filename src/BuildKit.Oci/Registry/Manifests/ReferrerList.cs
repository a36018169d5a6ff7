using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Manifests;

/// <summary>
/// What refers to a manifest (distribution-spec, "Listing Referrers"): by the API where the registry has it, else by the fallback tag
/// <c>sha256-HEX</c>, an index that clients keep.
/// </summary>
internal sealed class ReferrerList(RepositoryAccess access, ManifestExchange manifests)
{
    private const int MostPages = 100;

    /// <summary>Each one that was in vain means that somebody else's was not.</summary>
    private const int MostWrites = 20;

    private readonly SemaphoreSlim updating = new(1, 1);

    public async Task<ImmutableArray<Descriptor>> ListAsync(Digest subject, string? artifactType, CancellationToken ct)
    {
        ImmutableArray<Descriptor> all = await FromApiAsync(subject, artifactType, ct).ConfigureAwait(false)
            ?? (await FromTagAsync(subject, ct).ConfigureAwait(false)).Manifests;
        return artifactType is null ? all : [.. all.Where(referrer => referrer.ArtifactType == artifactType)];
    }

    /// <summary>
    /// Enters a manifest into its subject's fallback tag. Registries have no compare-and-swap: another process that has read the list before may write it
    /// without this entry. It needs about as long for that as this one did, so what was written is read again after twice that time.
    /// </summary>
    public async Task EnterAsync(Descriptor manifest, ManifestDocument document, Digest subject, CancellationToken ct)
    {
        Descriptor entry = Entry(manifest, document);
        await updating.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            for (int attempt = 1; attempt <= MostWrites; attempt++)
            {
                long began = Stopwatch.GetTimestamp();
                ImageIndex index = await FromTagAsync(subject, ct).ConfigureAwait(false);
                if (index.Manifests.Any(known => known.Digest == manifest.Digest))
                {
                    return;
                }

                byte[] bytes = ImageIndexJson.Write(index with { Manifests = index.Manifests.Add(entry) });
                var descriptor = new Descriptor(MediaTypes.OciIndex, Digest.Of(bytes), bytes.Length);
                await manifests.WriteAsync(descriptor, bytes, ct).ConfigureAwait(false);
                await manifests.TagAsync(descriptor, TagOf(subject), ct).ConfigureAwait(false);
                await access.Options.Clock.DelayAsync(Stopwatch.GetElapsedTime(began) * (2 + Random.Shared.NextDouble()), ct).ConfigureAwait(false);
            }

            RequestSubject asked = access.Writing($"entering {manifest.Digest} among the referrers of {subject}");
            throw RegistryFailures.Invalid(asked, "others wrote the list at the same time, again and again.");
        }
        finally
        {
            updating.Release();
        }
    }

    private static string TagOf(Digest subject) => $"{subject.Algorithm}-{subject.Hex}"[..Math.Min(128, subject.Algorithm.Length + 1 + subject.Hex.Length)];

    private static Descriptor Entry(Descriptor manifest, ManifestDocument document) => new(manifest.MediaType, manifest.Digest, manifest.Size)
    {
        ArtifactType = document.Manifest is { } image ? image.ArtifactType ?? image.Config.MediaType : document.Index?.ArtifactType,
        Annotations = document.Manifest?.Annotations ?? document.Index?.Annotations,
    };

    /// <summary>Null where the registry has no such API.</summary>
    private async Task<ImmutableArray<Descriptor>?> FromApiAsync(Digest subject, string? artifactType, CancellationToken ct)
    {
        RequestSubject asked = access.Reading($"listing the referrers of {subject}");
        string filter = artifactType is null ? "" : "?artifactType=" + Uri.EscapeDataString(artifactType);
        Uri? address = await access.AddressAsync(asked, $"referrers/{subject}{filter}", ct).ConfigureAwait(false);
        Uri own = address;
        var found = ImmutableArray.CreateBuilder<Descriptor>();
        for (int page = 0; address is not null && page < MostPages; page++)
        {
            var request = new RegistryRequest(HttpMethod.Get, address, asked) { Accept = [MediaTypes.OciIndex] };
            using RegistryAnswer answer = await access.Loop.SendAsync(request, ct, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest)
                .ConfigureAwait(false);
            if (answer.Status != HttpStatusCode.OK || answer.Response.Content.Headers.ContentType?.MediaType != MediaTypes.OciIndex)
            {
                return null;
            }

            byte[] bytes = await BoundedBody.ReadAsync(answer.Response, ManifestExchange.LargestManifest, ct).ConfigureAwait(false)
                ?? throw RegistryFailures.Invalid(asked, "the list is too long.");
            found.AddRange(ImageIndexJson.Read(bytes, MediaTypes.OciIndex, access.DisplayName).Manifests);
            address = NextPage(answer, address) is { } next && next.Authority == own.Authority ? next : null;
        }

        return found.ToImmutable();
    }

    /// <summary><c>Link: &lt;address&gt;; rel="next"</c> (RFC 8288).</summary>
    private static Uri? NextPage(RegistryAnswer answer, Uri asked)
    {
        string link = answer.Header("Link") ?? "";
        int start = link.IndexOf('<');
        int end = link.IndexOf('>');
        return start >= 0 && end > start && link.Contains("next", StringComparison.Ordinal) && Uri.TryCreate(asked, link[(start + 1)..end], out Uri? next) ? next : null;
    }

    private async Task<ImageIndex> FromTagAsync(Digest subject, CancellationToken ct)
    {
        string tag = TagOf(subject);
        if (await manifests.ResolveAsync(tag, ct).ConfigureAwait(false) is not { } descriptor)
        {
            return new ImageIndex(MediaTypes.OciIndex, []);
        }

        byte[] bytes = await manifests.ReadAsync(descriptor, ct).ConfigureAwait(false);
        return ImageIndexJson.Read(bytes, descriptor.MediaType, $"{access.DisplayName}:{tag}");
    }
}
