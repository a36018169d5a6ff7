using System.IO.Compression;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layers;

/// <summary>
/// Decompresses concatenated gzip members and throws where the last one is cut off or followed by other bytes, both of which
/// <see cref="GZipStream"/> takes for the end. A member with known content is put behind the input: it comes out as the last bytes
/// exactly when the input was whole.
/// </summary>
internal sealed class CheckedGzipStream : ReadOnlyStream
{
    private static readonly byte[] Seal = "the end of BuildKit's gzip input"u8.ToArray();
    private static readonly byte[] SealMember = Compress(Seal);

    private readonly GZipStream gzip;
    private readonly byte[] scratch = new byte[32 * 1024];
    private int held;
    private int ready;
    private int start;
    private bool ended;

    /// <summary>Decompresses a stream whose first bytes were read already.</summary>
    public CheckedGzipStream(ReadOnlyMemory<byte> prefix, Stream rest) =>
        gzip = new GZipStream(new PrefixedStream(prefix, rest, SealMember), CompressionMode.Decompress);

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        while (ready == 0 && !ended && buffer.Length > 0)
        {
            MakeRoom();
            Accept(gzip.Read(scratch.AsSpan(held)));
        }

        return Take(buffer);
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (ready == 0 && !ended && buffer.Length > 0)
        {
            MakeRoom();
            Accept(await gzip.ReadAsync(scratch.AsMemory(held), cancellationToken).ConfigureAwait(false));
        }

        return Take(buffer.Span);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] content)
    {
        MemoryStream member = new();
        using (GZipStream gzip = new(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return member.ToArray();
    }

    /// <summary>Moves the bytes that may be the seal to the front; everything before them has been given out.</summary>
    private void MakeRoom()
    {
        scratch.AsSpan(start, held).CopyTo(scratch);
        start = 0;
    }

    /// <summary>Takes note of bytes behind the held ones; all but as many as the seal has can be given out.</summary>
    private void Accept(int read)
    {
        if (read == 0)
        {
            ended = true;
            if (!scratch.AsSpan(0, held).SequenceEqual(Seal))
            {
                throw new InvalidDataException("The gzip data is cut off, or followed by bytes that are none.");
            }

            return;
        }

        int total = held + read;
        held = Math.Min(total, Seal.Length);
        ready = total - held;
    }

    private int Take(Span<byte> buffer)
    {
        int part = Math.Min(ready, buffer.Length);
        scratch.AsSpan(start, part).CopyTo(buffer);
        start += part;
        ready -= part;
        return part;
    }
}
