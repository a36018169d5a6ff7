using System.Text;

namespace BuildKit.Engine.Snapshots;

/// <summary>Bytes that no layer may hold.</summary>
/// <param name="Secret">The name of the secret that they are of.</param>
/// <param name="Bytes">Eight at least.</param>
internal sealed record SecretPattern(string Secret, byte[] Bytes)
{
    // What is shorter stands in many files by chance.
    private const int Shortest = 8;

    // Of a long secret the beginning is enough, and what is kept between two writes stays small.
    private const int Longest = 256;

    // Programs break lines of base64 after 57 bytes or more: a short beginning seldom stands at a line's end.
    private const int LongestEncoded = 24;

    /// <summary>A secret's value as it is, without blanks and line ends around it, and in base64 at each of the three places that it can have in a group.</summary>
    internal static IEnumerable<SecretPattern> Of(string secret, ReadOnlyMemory<byte> value)
    {
        byte[] bytes = value.Span.Trim(" \t\r\n"u8).ToArray();
        if (bytes.Length < Shortest)
        {
            yield break;
        }

        yield return new SecretPattern(secret, bytes[..Math.Min(bytes.Length, Longest)]);
        byte[] start = bytes[..Math.Min(bytes.Length, LongestEncoded)];
        for (int before = 0; before < 3; before++)
        {
            yield return new SecretPattern(secret, Encoding.ASCII.GetBytes(Base64(start, before)));
        }
    }

    /// <summary>Where a text begins to show the secret; -1 where it does not.</summary>
    internal int IndexIn(string text) => text.IndexOf(Encoding.UTF8.GetString(Bytes), StringComparison.Ordinal);

    // The characters that follow from these bytes alone, with so many bytes of something else in front.
    private static string Base64(byte[] bytes, int before)
    {
        const int bitsOfByte = 8;
        const int bitsOfCharacter = 6;
        string text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        int from = ((before * bitsOfByte) + bitsOfCharacter - 1) / bitsOfCharacter;
        return text[from..((before + bytes.Length) * bitsOfByte / bitsOfCharacter)];
    }
}
