using System.Buffers;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layers;

/// <summary>
/// Compresses what is written to it, block by block on several threads, into bytes that depend on the input, the format and this
/// program's version alone. <see cref="CompleteAsync"/> ends it; the output is not disposed of.
/// </summary>
public sealed class LayerCompressor : WriteOnlyStream
{
    private const int MaxThreads = 4;

    private readonly Stream output;
    private readonly LayerFormat format;
    private readonly Queue<Task<ReadOnlyMemory<byte>>> members = new();
    private readonly int maxMembers = Math.Clamp(Environment.ProcessorCount, 1, MaxThreads) + 1;
    private byte[] input;
    private int used;
    private bool any;
    private bool completed;

    /// <summary>Compresses into a stream from its current position on.</summary>
    public LayerCompressor(Stream output, LayerFormat format)
    {
        this.output = output;
        this.format = format;
        input = ArrayPool<byte>.Shared.Rent(format.BlockSize);
    }

    /// <summary>Writes what is left, so that the output is whole, and flushes it.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(completed, this);
        completed = true;
        if (used > 0 || !any)
        {
            Dispatch();
        }

        while (members.Count > 0)
        {
            await WriteMemberAsync(ct).ConfigureAwait(false);
        }

        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer)..];
            if (members.Count == maxMembers)
            {
                output.Write(members.Dequeue().GetAwaiter().GetResult().Span);
            }
        }
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer.Span)..];
            if (members.Count == maxMembers)
            {
                await WriteMemberAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Does nothing: where members end depends on the input alone.</summary>
    private ReadOnlyMemory<byte> Compress(byte[] block, int length)
    {
        ReadOnlyMemory<byte> member = format.Compress(block.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(block);
        return member;
    }

    private int Take(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(completed, this);
        int part = Math.Min(buffer.Length, format.BlockSize - used);
        buffer[..part].CopyTo(input.AsSpan(used));
        used += part;
        if (used == format.BlockSize)
        {
            Dispatch();
            input = ArrayPool<byte>.Shared.Rent(format.BlockSize);
        }

        return part;
    }

    private void Dispatch()
    {
        (byte[] full, int length) = (input, used);
        members.Enqueue(Task.Run(() => Compress(full, length)));
        any = true;
        used = 0;
    }

    private async ValueTask WriteMemberAsync(CancellationToken ct)
    {
        ReadOnlyMemory<byte> member = await members.Dequeue().ConfigureAwait(false);
        await output.WriteAsync(member, ct).ConfigureAwait(false);
    }
}
