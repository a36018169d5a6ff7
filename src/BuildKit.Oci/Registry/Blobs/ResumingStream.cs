using BuildKit.Oci.Content;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Blobs;

/// <summary>
/// The bytes of a blob, over as many connections as it takes: one that is cut or falls silent is followed by another that continues
/// at the same byte. Gives up after the policy's number of connections in a row that brought next to nothing.
/// </summary>
internal sealed class ResumingStream(BlobReader reader, RegistryOptions options, long size, RequestSubject subject, Digest blob) : Stream
{
    /// <summary>What a connection must bring to count as progress; bounds how often a hostile registry can be asked.</summary>
    private const int Progress = 64 * 1024;

    private RegistryAnswer? answer;
    private Stream? body;
    private long position;
    private long received;
    private int failures;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the first connection.</summary>
    public async Task StartAsync(CancellationToken ct) =>
        (answer, body) = await reader.RequestAsync(blob, position, size, subject, ct).ConfigureAwait(false);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                int read = await ReadOnceAsync(buffer, cancellationToken).ConfigureAwait(false);
                position += read;
                received += read;
                return read;
            }
            catch (Exception failure) when (IsCut(failure, cancellationToken))
            {
                Drop();
                failures = received >= Progress ? 1 : failures + 1;
                received = 0;
                if (failures >= options.Retry.Attempts)
                {
                    throw RegistryFailures.FromException(subject with { Doing = $"{subject.Doing} from byte {position} of {size}" }, failure);
                }

                await options.Clock.DelayAsync(options.Retry.DelayAfter(failures, null), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Drop();
        base.Dispose(disposing);
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (body is null)
        {
            await StartAsync(ct).ConfigureAwait(false);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.IdleTimeout);
        int read = body is null ? 0 : await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        return read > 0 || position >= size || buffer.Length == 0 ? read : throw new EndOfStreamException("it ended early");
    }

    /// <summary>A request that has failed as often as allowed is a <see cref="RegistryException"/> and passes.</summary>
    private static bool IsCut(Exception failure, CancellationToken ct) =>
        failure is IOException or HttpRequestException || (failure is OperationCanceledException && !ct.IsCancellationRequested);

    private void Drop()
    {
        body?.Dispose();
        answer?.Dispose();
        body = null;
        answer = null;
    }
}
