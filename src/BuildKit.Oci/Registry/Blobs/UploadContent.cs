using System.Net;

namespace BuildKit.Oci.Registry.Blobs;

/// <summary>The body of an upload: streams, keeps a silent connection from waiting for ever, and tells a failed read from a failed send.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferSize = 128 * 1024;
    private readonly Stream source;
    private readonly long length;
    private CancellationTokenSource? limit;
    private TimeSpan idle;
    private TimeSpan answer;

    public UploadContent(Stream source, long length)
    {
        this.source = source;
        this.length = length;
        Headers.TryAddWithoutValidation("Content-Type", "application/octet-stream");
    }

    /// <summary>Why the source could not be read; null while it could.</summary>
    public Exception? ReadFailure { get; private set; }

    /// <summary>Restarts a limit with every piece that is sent, and gives the registry its time to answer after the last.</summary>
    public void Watch(CancellationTokenSource watched, TimeSpan idleLimit, TimeSpan answerLimit)
    {
        limit = watched;
        idle = idleLimit;
        answer = answerLimit;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            int read = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            limit?.CancelAfter(idle);
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        limit?.CancelAfter(answer);
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    private async ValueTask<int> ReadAsync(byte[] buffer, CancellationToken ct)
    {
        try
        {
            // The source's own silence is the source's to judge.
            limit?.CancelAfter(Timeout.InfiniteTimeSpan);
            return await source.ReadAsync(buffer, ct).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ReadFailure = failure;
            throw;
        }
    }
}
