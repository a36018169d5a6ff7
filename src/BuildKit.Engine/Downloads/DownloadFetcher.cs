using BuildKit.Engine.Bases;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Downloads;

/// <summary>Brings files of the web into the store, as blobs: once even where several steps or builds want one at the same time.</summary>
/// <param name="sources">The store, and whose connections are taken.</param>
/// <param name="policy">Whether a server may be asked.</param>
internal sealed class DownloadFetcher(BaseSources sources, PullPolicy policy)
{
    private const string MediaType = "application/octet-stream";

    /// <summary>The blob of a file. Where it is here, no server is asked.</summary>
    /// <param name="report">Hears how many bytes are here, and how many there are; 0 where the server does not say.</param>
    /// <exception cref="BuildKitException">It has another digest (BK4171), or cannot be had (BK4170, BK4172, BK4272).</exception>
    internal async Task<Descriptor> FetchAsync(string url, Digest content, Action<long, long> report, CancellationToken ct)
    {
        new UsedBases(sources.Store).Note(content);
        if (sources.Store.FindBlob(content) is { } here)
        {
            return here;
        }

        using RangeLock once = await sources.Store.Locks.AcquireAsync("download/" + content, exclusive: true, ct);
        if (sources.Store.FindBlob(content) is { } other)
        {
            return other;
        }

        await using BlobWriter file = await DownloadAsync(url, report, ct);
        return file.Digest == content ? await file.CommitAsync(MediaType, ct) : throw DownloadFailures.Changed(url, content, file.Digest);
    }

    /// <summary>What a URL gives now; it is kept.</summary>
    /// <exception cref="BuildKitException">It cannot be had (BK4170, BK4172, BK4272).</exception>
    internal async Task<Digest> AskAsync(string url, CancellationToken ct)
    {
        await using BlobWriter file = await DownloadAsync(url, (_, _) => { }, ct);
        Digest content = (await file.CommitAsync(MediaType, ct)).Digest;
        new UsedBases(sources.Store).Note(content);
        return content;
    }

    private Task<BlobWriter> DownloadAsync(string url, Action<long, long> report, CancellationToken ct) => policy == PullPolicy.Never
        ? throw DownloadFailures.Forbidden(url)
        : new FileDownload(sources.Registries, url, sources.Store.Blobs.Create, report).RunAsync(ct);
}
