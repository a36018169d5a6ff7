using System.Net;
using System.Net.Http.Headers;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Downloads;

/// <summary>
/// Downloads one file (RFC 9110), over as many connections as it takes: one that is cut is followed by another, which goes on at the same byte where the server says by a
/// strong validator that the file is still the same, and else begins anew. Redirects are followed, but never from TLS to a plain connection.
/// </summary>
/// <param name="client">Whose connections are taken.</param>
/// <param name="url">The file.</param>
/// <param name="create">Begins what the bytes are written to.</param>
/// <param name="report">Hears how many bytes are here, and how many there are; 0 where the server does not say.</param>
internal sealed class FileDownload(RegistryClient client, string url, Func<BlobWriter> create, Action<long, long> report)
{
    private const int MostRedirects = 10;

    /// <summary>What a connection must bring to count as progress; bounds how often a server can be asked.</summary>
    private const int Progress = 64 * 1024;

    private BlobWriter? writer;
    private long position;
    private EntityTagHeaderValue? tag;

    /// <summary>Downloads it. The caller looks at the digest and commits.</summary>
    /// <exception cref="DownloadException">The server refused, or failed as often as it was asked.</exception>
    internal async Task<BlobWriter> RunAsync(CancellationToken ct)
    {
        RetryPolicy policy = client.Options.Retry;
        try
        {
            for (int failures = 1; ; failures++)
            {
                long before = position;
                try
                {
                    await ConnectAsync(ct);
                    return Interlocked.Exchange(ref writer, null)!;
                }
                catch (DownloadException failure) when (failure.IsTransient)
                {
                    failures = tag is not null && position - before >= Progress ? 1 : failures;
                    if (failures >= policy.Attempts)
                    {
                        throw;
                    }

                    await client.Options.Clock.DelayAsync(policy.DelayAfter(failures, failure.RetryAfter), ct);
                }
            }
        }
        finally
        {
            await DropAsync();
        }
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        (HttpResponseMessage answer, Uri address) = await SendAsync(ct);
        using (answer)
        {
            if (answer.StatusCode != HttpStatusCode.PartialContent || writer is null || answer.Content.Headers.ContentRange?.From != position)
            {
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    throw DownloadFailures.Status(url, address, answer);
                }

                await DropAsync();
                writer = create();
                tag = answer.Headers.ETag is { IsWeak: false } strong ? strong : null;
            }

            long total = position + (answer.Content.Headers.ContentLength ?? 0);
            var buffer = new byte[128 * 1024];
            int read;
            do
            {
                read = await WatchedAsync(address, async limit => await (await answer.Content.ReadAsStreamAsync(limit)).ReadAsync(buffer, limit), ct);
                await writer.Stream.WriteAsync(buffer.AsMemory(0, read), ct);
                position += read;
                report(position, total);
            }
            while (read > 0);
        }
    }

    private async Task<(HttpResponseMessage Answer, Uri Address)> SendAsync(CancellationToken ct)
    {
        var address = new Uri(url);
        for (int redirects = 0; ; redirects++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            if (tag is not null && position > 0)
            {
                message.Headers.Range = new RangeHeaderValue(position, null);
                message.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }

            HttpResponseMessage answer = await WatchedAsync(address, limit => client.SendPlainAsync(message, limit), ct);
            if (answer.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return (answer, address);
            }

            using (answer)
            {
                address = Next(address, answer.Headers.Location, redirects);
            }
        }
    }

    private Uri Next(Uri address, Uri? location, int redirects)
    {
        if (location is null || !Uri.TryCreate(address, location, out Uri? next) || next.Scheme is not ("http" or "https"))
        {
            throw DownloadFailures.Redirect(url, $"{address.Authority} redirects to no http or https address");
        }

        return address.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp
            ? throw DownloadFailures.Redirect(url, $"a redirect leads from TLS to plain HTTP at {next.Authority}")
            : redirects < MostRedirects ? next : throw DownloadFailures.Redirect(url, $"there are more than {MostRedirects} redirects, at last to {next.Authority}");
    }

    /// <summary>Waits for a server, and not for ever.</summary>
    private async Task<T> WatchedAsync<T>(Uri address, Func<CancellationToken, Task<T>> wait, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(client.Options.IdleTimeout);
        try
        {
            return await wait(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw DownloadFailures.Connection(url, address, new TimeoutException("it was silent for too long"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw DownloadFailures.Connection(url, address, failure);
        }
    }

    private async Task DropAsync()
    {
        position = 0;
        if (Interlocked.Exchange(ref writer, null) is { } dropped)
        {
            await dropped.DisposeAsync();
        }
    }
}
