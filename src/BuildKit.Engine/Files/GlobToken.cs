using System.Text;

namespace BuildKit.Engine.Files;

/// <summary>One part of a pattern.</summary>
/// <param name="Bytes">A literal's bytes: one character.</param>
/// <param name="Ranges">A class's ranges of code points.</param>
internal sealed record GlobToken(GlobTokenKind Kind, byte[] Bytes, IReadOnlyList<(int First, int Last)> Ranges, bool IsNegated)
{
    /// <summary>Whether it can match several characters.</summary>
    public bool Repeats => Kind is GlobTokenKind.Part or GlobTokenKind.Anything or GlobTokenKind.Folders;

    /// <summary>Reads the next part; null where it is not ended.</summary>
    public static GlobToken? Read(ref ReadOnlySpan<byte> rest)
    {
        switch (rest[0])
        {
            case (byte)'*':
                int stars = rest.IndexOfAnyExcept((byte)'*') is int index and >= 0 ? index : rest.Length;
                rest = rest[stars..];
                if (stars > 1 && rest.StartsWith("/"u8))
                {
                    rest = rest[1..];
                    return new GlobToken(GlobTokenKind.Folders, [], [], false);
                }

                return new GlobToken(stars == 1 ? GlobTokenKind.Part : GlobTokenKind.Anything, [], [], false);
            case (byte)'?':
                rest = rest[1..];
                return new GlobToken(GlobTokenKind.One, [], [], false);
            case (byte)'[':
                return ReadClass(ref rest);
            case (byte)'\\' when rest.Length == 1:
                return null;
            case (byte)'\\':
                rest = rest[1..];
                break;
        }

        return new GlobToken(GlobTokenKind.Literal, Next(ref rest).ToArray(), [], false);
    }

    /// <summary>Whether it takes this character.</summary>
    /// <param name="character">The code point; negative for a byte that is not UTF-8.</param>
    public bool Matches(ReadOnlySpan<byte> bytes, int character) => Kind switch
    {
        GlobTokenKind.Literal => bytes.SequenceEqual(Bytes),
        GlobTokenKind.Anything or GlobTokenKind.Folders => true,
        GlobTokenKind.Class => character != '/' && Ranges.Any(range => range.First <= character && character <= range.Last) != IsNegated,
        _ => character != '/',
    };

    private static GlobToken? ReadClass(ref ReadOnlySpan<byte> rest)
    {
        rest = rest[1..];
        bool isNegated = rest.StartsWith("^"u8) || rest.StartsWith("!"u8);
        rest = isNegated ? rest[1..] : rest;
        var ranges = new List<(int, int)>();
        while (!rest.IsEmpty && (rest[0] != ']' || ranges.Count == 0))
        {
            if (ReadBound(ref rest) is not int first)
            {
                return null;
            }

            int last = first;
            if (rest.Length > 1 && rest[0] == '-' && rest[1] != ']')
            {
                rest = rest[1..];
                if (ReadBound(ref rest) is not int bound)
                {
                    return null;
                }

                last = bound;
            }

            ranges.Add((first, last));
        }

        if (rest.IsEmpty)
        {
            return null;
        }

        rest = rest[1..];
        return new GlobToken(GlobTokenKind.Class, [], ranges, isNegated);
    }

    private static int? ReadBound(ref ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '\\')
        {
            rest = rest[1..];
        }

        if (rest.IsEmpty)
        {
            return null;
        }

        ReadOnlySpan<byte> character = Next(ref rest);
        Rune.DecodeFromUtf8(character, out Rune rune, out _);
        return rune.Value;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        Rune.DecodeFromUtf8(rest, out _, out int length);
        ReadOnlySpan<byte> result = rest[..length];
        rest = rest[length..];
        return result;
    }
}
