using BuildKit.Oci.Content;

namespace BuildKit.Engine.Snapshots;

/// <summary>Looks for secrets in all that is written to it, wherever the writes are cut, and keeps nothing of it.</summary>
internal sealed class SecretSearch : WriteOnlyStream
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

    private void Search(ReadOnlySpan<byte> bytes) => Found ??= patterns.FindIn(bytes)?.Secret;
}
