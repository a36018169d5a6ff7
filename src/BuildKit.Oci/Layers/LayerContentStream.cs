using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layers;

/// <summary>The content of one entry, with the holes of a sparse file as zeros.</summary>
internal sealed class LayerContentStream : ReadOnlyStream
{
    private readonly TarInput input;
    private readonly SparseMap map;
    private readonly int padding;
    private long position;
    private long stored;
    private int segment;
    private bool closed;

    /// <param name="input">At the first stored byte.</param>
    /// <param name="map">One segment for a file that is not sparse.</param>
    /// <param name="padding">Bytes between the last stored byte and the next header.</param>
    public LayerContentStream(TarInput input, SparseMap map, int padding)
    {
        this.input = input;
        this.map = map;
        this.padding = padding;
        stored = map.Segments.Sum(s => s.Length);
    }

    /// <inheritdoc />
    public override long Length => map.Size;

    /// <inheritdoc />
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Passes over what was not read; the stream gives nothing any more.</summary>
    public async ValueTask FinishAsync(CancellationToken ct)
    {
        closed = true;
        await input.SkipAsync(stored + padding, ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int length = Next(buffer.Length, out bool hole);
        if (length == 0)
        {
            return 0;
        }

        if (hole)
        {
            buffer[..length].Clear();
        }

        return Pass(hole ? length : input.Read(buffer[..length]), hole);
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int length = Next(buffer.Length, out bool hole);
        if (length == 0)
        {
            return 0;
        }

        if (hole)
        {
            buffer.Span[..length].Clear();
        }

        return Pass(hole ? length : await input.ReadAsync(buffer[..length], cancellationToken).ConfigureAwait(false), hole);
    }

    private int Next(int wanted, out bool hole)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        while (segment < map.Segments.Count && position == map.Segments[segment].Offset + map.Segments[segment].Length)
        {
            segment++;
        }

        bool inSegments = segment < map.Segments.Count;
        hole = !inSegments || position < map.Segments[segment].Offset;
        long until = !inSegments ? map.Size : hole ? map.Segments[segment].Offset : map.Segments[segment].Offset + map.Segments[segment].Length;
        return (int)Math.Min(wanted, until - position);
    }

    private int Pass(int read, bool hole)
    {
        if (read == 0)
        {
            throw LayerErrors.Truncated(input.Where);
        }

        position += read;
        stored -= hole ? 0 : read;
        return read;
    }
}
