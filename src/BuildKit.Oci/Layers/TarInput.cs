namespace BuildKit.Oci.Layers;

/// <summary>Reads a tar archive's bytes forward through one buffer, so that small headers and small files cost no call into the stream below.</summary>
internal sealed class TarInput(Stream stream, string where)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>What messages call the archive.</summary>
    public string Archive => where;

    /// <summary>Bytes read or passed over so far.</summary>
    public long Position { get; private set; }

    /// <summary>The archive and the offset that was reached in it, for messages.</summary>
    public string Where => $"{where} (at byte {Position})";

    /// <summary>Fills the whole destination; false where the input ends before its first byte.</summary>
    public async ValueTask<bool> TryFillAsync(Memory<byte> destination, CancellationToken ct)
    {
        bool any = false;
        while (!destination.IsEmpty)
        {
            int read = await ReadAsync(destination, ct).ConfigureAwait(false);
            if (read == 0)
            {
                return any ? throw LayerErrors.Truncated(Where) : false;
            }

            any = true;
            destination = destination[read..];
        }

        return true;
    }

    /// <summary>Fills the whole destination.</summary>
    public async ValueTask FillAsync(Memory<byte> destination, CancellationToken ct)
    {
        if (!destination.IsEmpty && !await TryFillAsync(destination, ct).ConfigureAwait(false))
        {
            throw LayerErrors.Truncated(Where);
        }
    }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken ct)
    {
        if (start == end && destination.Length < buffer.Length)
        {
            start = 0;
            end = await stream.ReadAsync(buffer, ct).ConfigureAwait(false);
        }

        return start < end ? Take(destination.Span) : Advance(await stream.ReadAsync(destination, ct).ConfigureAwait(false));
    }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public int Read(Span<byte> destination)
    {
        if (start == end && destination.Length < buffer.Length)
        {
            start = 0;
            end = stream.Read(buffer);
        }

        return start < end ? Take(destination) : Advance(stream.Read(destination));
    }

    /// <summary>Passes over bytes.</summary>
    public async ValueTask SkipAsync(long count, CancellationToken ct)
    {
        while (count > 0)
        {
            if (start == end)
            {
                start = 0;
                end = await stream.ReadAsync(buffer, ct).ConfigureAwait(false);
                if (end == 0)
                {
                    throw LayerErrors.Truncated(Where);
                }
            }

            int part = (int)Math.Min(count, end - start);
            start += part;
            Advance(part);
            count -= part;
        }
    }

    /// <summary>Reads what is left, so that a digest or checksum of the whole input is verified.</summary>
    public async ValueTask DrainAsync(CancellationToken ct)
    {
        Position += end - start;
        start = end = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
        {
            Advance(read);
        }
    }

    private int Take(Span<byte> destination)
    {
        int part = Math.Min(destination.Length, end - start);
        buffer.AsSpan(start, part).CopyTo(destination);
        start += part;
        return Advance(part);
    }

    private int Advance(int read)
    {
        Position += read;
        return read;
    }
}
