using System.Net;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Blobs;

/// <summary>Reads blobs of one repository (distribution-spec, "Pulling blobs").</summary>
internal sealed class BlobReader(RepositoryAccess access)
{
    /// <summary>Whether the repository has a blob and can give it.</summary>
    public async Task<bool> ExistsAsync(Descriptor blob, RequestSubject subject, CancellationToken ct)
    {
        try
        {
            return await LookUpAsync(blob, subject, ct).ConfigureAwait(false);
        }
        catch (RegistryException failure) when (failure.Code == OciErrorCodes.RegistryServerError)
        {
            // Docker's registry fails for good over a blob that it could not finish when its disk was full; an upload brings it in order, or says what is wrong.
            return false;
        }
    }

    private async Task<bool> LookUpAsync(Descriptor blob, RequestSubject subject, CancellationToken ct)
    {
        var request = new RegistryRequest(HttpMethod.Head, await access.AddressAsync(subject, $"blobs/{blob.Digest}", ct).ConfigureAwait(false), subject);
        using RegistryAnswer answer = await access.Loop.SendAsync(request, ct, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return false;
        }

        RepositoryAccess.CheckDigest(answer, blob.Digest, subject);
        return true;
    }

    /// <summary>Opens a blob; its first byte has been asked for when this returns.</summary>
    public async Task<Stream> OpenAsync(Descriptor blob, CancellationToken ct)
    {
        RequestSubject subject = access.Reading($"reading the blob {blob.Digest}");
        var stream = new ResumingStream(this, access.Options, blob.Size, subject, blob.Digest);
        try
        {
            await stream.StartAsync(ct).ConfigureAwait(false);
            return new VerifyingStream(stream, blob, access.DisplayName);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks for a blob from one byte on; the answer's stream stands at that byte.</summary>
    public async Task<(RegistryAnswer Answer, Stream Body)> RequestAsync(Digest blob, long from, long size, RequestSubject subject, CancellationToken ct)
    {
        var request = new RegistryRequest(HttpMethod.Get, await access.AddressAsync(subject, $"blobs/{blob}", ct).ConfigureAwait(false), subject) { From = from };
        RegistryAnswer answer = await access.Loop.SendAsync(request, ct).ConfigureAwait(false);
        try
        {
            RepositoryAccess.CheckDigest(answer, blob, subject);
            long start = answer.Status == HttpStatusCode.PartialContent ? answer.Response.Content.Headers.ContentRange?.From ?? from : 0;
            if (start > from)
            {
                throw RegistryFailures.Invalid(subject, $"the registry continued at byte {start} where byte {from} was asked for.");
            }

            if (answer.Response.Content.Headers.ContentLength is { } length && length != size - start)
            {
                throw RegistryFailures.Mismatch(subject, $"the registry has {start + length} bytes for it instead of {size}.");
            }

            Stream body = await answer.Response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            await SkipAsync(body, from - start, subject, ct).ConfigureAwait(false);
            return (answer, body);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>A registry that does not know ranges begins anew.</summary>
    private async Task SkipAsync(Stream body, long count, RequestSubject subject, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(access.Options.IdleTimeout);
            try
            {
                int read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), limit.Token).ConfigureAwait(false);
                count = read > 0 ? count - read : throw new EndOfStreamException("it ended early");
            }
            catch (Exception failure) when (failure is IOException or HttpRequestException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
            {
                throw RegistryFailures.FromException(subject, failure);
            }
        }
    }
}
