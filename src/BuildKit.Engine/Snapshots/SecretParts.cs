namespace BuildKit.Engine.Snapshots;

/// <summary>What of a secret's value gives it away: all of it where it is a single line, and those of its lines that tell something.</summary>
internal static class SecretParts
{
    /// <summary>What is shorter stands in many files by chance.</summary>
    internal const int Shortest = 8;

    /// <summary>
    /// The parts, of <see cref="Shortest"/> bytes at least, without blanks around them. Of several lines, those count that have so many letters, digits and <c>+=-_</c> in a row,
    /// letters and digits among them: lines of keys, and those with a token in them, but not those that all files of a kind share, such as <c>-----BEGIN PRIVATE KEY-----</c>
    /// or <c>&lt;configuration&gt;</c>.
    /// </summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> value)
    {
        ReadOnlyMemory<byte> rest = Trim(value);
        bool isOne = rest.Span.IndexOf((byte)'\n') < 0;
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = Trim(end < 0 ? rest : rest[..end]);
            if (line.Length >= Shortest && (isOne || Tells(line.Span)))
            {
                yield return line;
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    internal static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> bytes) => bytes.Trim(" \t\r\n"u8);

    private static bool Tells(ReadOnlySpan<byte> line)
    {
        // The frame of a key or certificate (RFC 7468).
        if (line.StartsWith("-----BEGIN "u8) || line.StartsWith("-----END "u8))
        {
            return false;
        }

        int length = 0;
        bool hasLetter = false;
        bool hasDigit = false;
        foreach (byte character in line)
        {
            bool isLetter = char.IsAsciiLetter((char)character);
            bool isDigit = char.IsAsciiDigit((char)character);
            bool goesOn = isLetter || isDigit || character is (byte)'+' or (byte)'=' or (byte)'-' or (byte)'_';
            (length, hasLetter, hasDigit) = goesOn ? (length + 1, hasLetter || isLetter, hasDigit || isDigit) : (0, false, false);
            if (length >= Shortest && hasLetter && hasDigit)
            {
                return true;
            }
        }

        return false;
    }
}
