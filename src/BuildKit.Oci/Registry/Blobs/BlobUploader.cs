using System.Collections.Concurrent;
using System.Net;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Blobs;

/// <summary>Writes blobs of one repository (distribution-spec, "Pushing a blob monolithically": POST then PUT; "Mounting a blob").</summary>
internal sealed class BlobUploader(RepositoryAccess access, BlobReader reader)
{
    /// <summary>How much longer than silence on the wire a registry may take to check what it was sent.</summary>
    private const int CommitPatience = 10;

    private readonly ConcurrentDictionary<Digest, Uri> sessions = new();

    /// <summary>Asks the registry to take a blob from another of its repositories. A refusal leaves a session that the upload then uses.</summary>
    public async Task<bool> TryMountAsync(Descriptor blob, RepositoryAccess from, CancellationToken ct)
    {
        RequestSubject subject = access.Mounting($"mounting the blob {blob.Digest} from {from.DisplayName}", from);
        Uri address = await access.AddressAsync(subject, $"blobs/uploads/?mount={blob.Digest}&from={Uri.EscapeDataString(from.Path)}", ct).ConfigureAwait(false);
        try
        {
            using RegistryAnswer answer = await access.Loop.SendAsync(new RegistryRequest(HttpMethod.Post, address, subject), ct).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.Created)
            {
                RepositoryAccess.CheckDigest(answer, blob.Digest, subject);
                return true;
            }

            sessions[blob.Digest] = await SessionAsync(answer, subject, ct).ConfigureAwait(false);
            return false;
        }
        catch (RegistryException failure) when (!failure.IsTransient && failure.Code is OciErrorCodes.RegistryUnauthorized
            or OciErrorCodes.RegistryDenied or OciErrorCodes.RegistryNotFound or OciErrorCodes.RegistryRefused)
        {
            // The other repository may be closed to this login while the copy itself is not.
            return false;
        }
    }

    public async Task WriteAsync(Descriptor blob, Stream content, bool mayExist, CancellationToken ct)
    {
        RequestSubject subject = access.Writing($"writing the blob {blob.Digest}");
        bool replays = content.CanSeek;
        long start = replays ? content.Position : 0;
        RetryPolicy policy = access.Options.Retry;
        for (int attempt = 1; ; attempt++)
        {
            if (mayExist && !sessions.ContainsKey(blob.Digest) && await reader.ExistsAsync(blob, subject, ct).ConfigureAwait(false))
            {
                return;
            }

            try
            {
                Uri session = sessions.TryRemove(blob.Digest, out Uri? begun) ? begun : await StartAsync(subject, ct).ConfigureAwait(false);
                await PutAsync(session, blob, content, subject, ct).ConfigureAwait(false);
                return;
            }
            catch (RegistryException failure) when (replays && attempt < policy.Attempts && MayPass(failure, attempt))
            {
                await access.Options.Clock.DelayAsync(policy.DelayAfter(attempt, failure.RetryAfter), ct).ConfigureAwait(false);
                content.Position = start;

                // The registry may have got everything and only its answer was lost.
                mayExist = true;
            }
        }
    }

    /// <summary>
    /// A session that the registry has forgotten, or a token that ran out on the way, is good for one more try. So is a digest that the registry
    /// finds wrong: the bytes were verified while they were sent, and a registry whose disk is full answers so at first.
    /// </summary>
    private static bool MayPass(RegistryException failure, int attempt) =>
        failure.IsTransient
        || (attempt == 1 && failure.Code is OciErrorCodes.RegistryNotFound or OciErrorCodes.RegistryUnauthorized)
        || (attempt == 1 && failure.Code == OciErrorCodes.RegistryRefused && failure.Message.Contains("DIGEST_INVALID", StringComparison.Ordinal));

    private async Task<Uri> StartAsync(RequestSubject subject, CancellationToken ct)
    {
        Uri address = await access.AddressAsync(subject, "blobs/uploads/", ct).ConfigureAwait(false);
        using RegistryAnswer answer = await access.Loop.SendAsync(new RegistryRequest(HttpMethod.Post, address, subject), ct).ConfigureAwait(false);
        return await SessionAsync(answer, subject, ct).ConfigureAwait(false);
    }

    private async Task<Uri> SessionAsync(RegistryAnswer answer, RequestSubject subject, CancellationToken ct)
    {
        RegistryEndpoint endpoint = await access.Loop.Transport.EndpointAsync(subject, ct).ConfigureAwait(false);
        return RedirectPolicy.Location(answer.Response, answer.Address, endpoint, subject);
    }

    private async Task PutAsync(Uri session, Descriptor blob, Stream content, RequestSubject subject, CancellationToken ct)
    {
        string text = session.GetLeftPart(UriPartial.Query);
        var address = new Uri($"{text}{(session.Query.Length == 0 ? "?" : "&")}digest={Uri.EscapeDataString(blob.Digest.ToString())}");
        var request = new RegistryRequest(HttpMethod.Put, address, subject)
        {
            Content = () => new UploadContent(new VerifyingStream(content, blob, "the source"), blob.Size),
            CanReplay = false,
            AnswerTimeout = access.Options.IdleTimeout * CommitPatience,
        };
        using RegistryAnswer answer = await access.Loop.SendAsync(request, ct).ConfigureAwait(false);
        RepositoryAccess.CheckDigest(answer, blob.Digest, subject);
    }
}
