namespace BuildKit.Engine.Snapshots;

/// <summary>Looks for secrets in all that is written to it, wherever the writes are cut, and keeps nothing of it.</summary>
internal sealed class SecretSearch : Stream
{
    private readonly SecretPatterns patterns;
    private readonly int overlap;
    private readonly byte[] border;
    private int held;

    public SecretSearch(SecretPatterns patterns)
    {
        this.patterns = patterns;
        overlap = patterns.Overlap;
        border = new byte[2 * overlap];
    }

    /// <summary>Whether there is anything to look for.</summary>
    public bool IsNeeded => !patterns.IsEmpty;

    /// <summary>The name of the first secret that was met; null where none was.</summary>
    public string? Found { get; private set; }

    /// <summary>A text that people may see.</summary>
    public string Hide(string text) => patterns.Hide(text);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!IsNeeded || Found is not null)
        {
            return;
        }

        int joined = Math.Min(buffer.Length, overlap);
        buffer[..joined].CopyTo(border.AsSpan(held));
        Search(border.AsSpan(0, held + joined));
        Search(buffer);
        if (buffer.Length >= overlap)
        {
            buffer[^overlap..].CopyTo(border);
            held = overlap;
        }
        else
        {
            int all = held + joined;
            int kept = Math.Min(all, overlap);
            border.AsSpan(all - kept, kept).CopyTo(border);
            held = kept;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Search(ReadOnlySpan<byte> bytes) => Found ??= patterns.FindIn(bytes)?.Secret;
}
