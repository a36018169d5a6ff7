using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Finds any of many patterns in one pass (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): of a window as long as the shortest anchor, the last three bytes
/// say how far it can move without missing one. An anchor is a pattern as it is, or one half of a pattern of base64: where a line ends in one half, the other is whole.
/// </summary>
internal sealed class SecretPatterns
{
    // Blanks and line ends that base64 may have in it wherever the writes are cut.
    private const int Blanks = 4;

    private const int BlockBytes = 3;
    private const int TableBits = 16;
    private const int LongestWindow = 32;

    private readonly IReadOnlyList<SecretPattern> patterns;
    private readonly List<Anchor> anchors = [];
    private readonly int window;
    private readonly byte[] shifts = [];
    private readonly int[] first = [];
    private readonly int[] next = [];

    /// <param name="wanted">The patterns; of equal ones the first counts.</param>
    internal SecretPatterns(IEnumerable<SecretPattern> wanted)
    {
        patterns = [.. wanted.DistinctBy(pattern => Convert.ToHexString(pattern.Bytes))];
        if (patterns.Count == 0)
        {
            return;
        }

        Overlap = patterns.Max(pattern => pattern.Bytes.Length + (pattern.IsEncoded ? Blanks : 0)) - 1;
        foreach (SecretPattern pattern in patterns)
        {
            int half = pattern.Bytes.Length / 2;
            anchors.Add(new Anchor(pattern, 0, pattern.IsEncoded ? half : pattern.Bytes.Length));
            if (pattern.IsEncoded)
            {
                anchors.Add(new Anchor(pattern, half, pattern.Bytes.Length - half));
            }
        }

        window = Math.Min(LongestWindow, anchors.Min(anchor => anchor.Length));
        shifts = new byte[1 << TableBits];
        first = new int[1 << TableBits];
        next = new int[anchors.Count];
        Array.Fill(shifts, (byte)(window - BlockBytes + 1));
        Array.Fill(first, -1);
        for (int i = 0; i < anchors.Count; i++)
        {
            Enter(i);
        }
    }

    /// <summary>None.</summary>
    internal static SecretPatterns None { get; } = new([]);

    /// <summary>Whether there is nothing to look for.</summary>
    internal bool IsEmpty => patterns.Count == 0;

    /// <summary>How many bytes may have been seen of a pattern before the one that completes it.</summary>
    internal int Overlap { get; }

    /// <summary>The first pattern that the bytes hold; null where they hold none.</summary>
    internal SecretPattern? FindIn(ReadOnlySpan<byte> bytes)
    {
        if (IsEmpty)
        {
            return null;
        }

        // Each move waits for the one before; four of them at once do not wait for each other.
        int quarter = (bytes.Length - window + 1) / 4;
        int end0 = window;
        int end1 = end0 + quarter;
        int end2 = end1 + quarter;
        int end3 = end2 + quarter;
        int last0 = end1 - 1;
        int last1 = end2 - 1;
        int last2 = end3 - 1;
        SecretPattern? found = null;
        while (end0 <= last0 && end1 <= last1 && end2 <= last2 && end3 <= bytes.Length && found is null)
        {
            end0 += Move(bytes, end0, ref found);
            end1 += Move(bytes, end1, ref found);
            end2 += Move(bytes, end2, ref found);
            end3 += Move(bytes, end3, ref found);
        }

        Finish(bytes, end0, last0, ref found);
        Finish(bytes, end1, last1, ref found);
        Finish(bytes, end2, last2, ref found);
        Finish(bytes, end3, bytes.Length, ref found);
        return found;
    }

    /// <summary>A text that people may see: from where a secret begins it is cut off, since what is looked for may be a part of it only.</summary>
    internal string Hide(string text)
    {
        int[] places = [.. patterns.Select(pattern => pattern.IndexIn(text)).Where(place => place >= 0)];
        return places.Length > 0 ? text[..places.Min()] + "***"
            : FindIn(System.Text.Encoding.UTF8.GetBytes(text)) is null ? text
            : "***";
    }

    // The last three bytes of the window; a window has four at least.
    private static int Block(ReadOnlySpan<byte> bytes, int end) =>
        (int)((BinaryPrimitives.ReadUInt32LittleEndian(bytes[(end - 4)..]) >> 8) * 0x9E3779B1u >> (32 - TableBits));

    private void Finish(ReadOnlySpan<byte> bytes, int end, int last, ref SecretPattern? found)
    {
        while (end <= last && found is null)
        {
            end += Move(bytes, end, ref found);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Move(ReadOnlySpan<byte> bytes, int end, ref SecretPattern? found)
    {
        int block = Block(bytes, end);
        int shift = shifts[block];
        return shift > 0 ? shift : Verify(bytes, end, block, ref found);
    }

    private int Verify(ReadOnlySpan<byte> bytes, int end, int block, ref SecretPattern? found)
    {
        for (int i = first[block]; i >= 0 && found is null; i = next[i])
        {
            found = IsAt(anchors[i], bytes, end - window) ? anchors[i].Pattern : null;
        }

        return 1;
    }

    private static bool IsAt(Anchor anchor, ReadOnlySpan<byte> bytes, int start)
    {
        ReadOnlySpan<byte> pattern = anchor.Pattern.Bytes;
        if (!anchor.Pattern.IsEncoded)
        {
            return bytes[start..].StartsWith(pattern);
        }

        int before = anchor.Offset;
        for (int at = start - 1; before > 0 && at >= 0; at--)
        {
            if (bytes[at] == pattern[before - 1])
            {
                before--;
            }
            else if (!IsBlank(bytes[at]))
            {
                return false;
            }
        }

        int behind = anchor.Offset;
        for (int at = start; behind < pattern.Length && at < bytes.Length; at++)
        {
            if (bytes[at] == pattern[behind])
            {
                behind++;
            }
            else if (!IsBlank(bytes[at]))
            {
                return false;
            }
        }

        return before == 0 && behind == pattern.Length;
    }

    private static bool IsBlank(byte value) => value is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t';

    private void Enter(int index)
    {
        ReadOnlySpan<byte> start = anchors[index].Pattern.Bytes.AsSpan(anchors[index].Offset, window);
        for (int end = BlockBytes; end < window; end++)
        {
            // The block as the search reads it, with whatever byte in front.
            int inner = Block([0, .. start[(end - BlockBytes)..end]], BlockBytes + 1);
            shifts[inner] = Math.Min(shifts[inner], (byte)(window - end));
        }

        int last = Block([0, .. start[^BlockBytes..]], BlockBytes + 1);
        shifts[last] = 0;
        next[index] = first[last];
        first[last] = index;
    }

    /// <summary>A part of a pattern that is looked for.</summary>
    private readonly record struct Anchor(SecretPattern Pattern, int Offset, int Length);
}
