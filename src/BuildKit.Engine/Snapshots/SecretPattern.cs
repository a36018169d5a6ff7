using System.Text;

namespace BuildKit.Engine.Snapshots;

/// <summary>Bytes that no layer may hold.</summary>
/// <param name="Secret">The name of the secret that they are of.</param>
/// <param name="Bytes">Eight at least.</param>
/// <param name="IsEncoded">Whether they are base64, in which blanks and line ends may stand anywhere.</param>
internal sealed record SecretPattern(string Secret, byte[] Bytes, bool IsEncoded)
{
    // Of a long secret the beginning is enough, and what is kept between two writes stays small.
    private const int Longest = 256;

    // A short beginning is seldom cut by more than one line end.
    private const int LongestEncoded = 24;

    /// <summary>
    /// The parts of a secret that tell something (<see cref="SecretParts"/>), and all of one that has none, as they are and in base64 at each of the three places that a
    /// beginning can have in a group.
    /// </summary>
    internal static IEnumerable<SecretPattern> Of(string secret, ReadOnlyMemory<byte> value)
    {
        ReadOnlyMemory<byte> whole = SecretParts.Trim(value);
        ReadOnlyMemory<byte>[] parts = [.. SecretParts.Of(value)];
        if (parts.Length == 0)
        {
            // What holds all of it holds a line that tells, where it has one.
            parts = whole.Length < SecretParts.Shortest ? [] : [whole];
        }

        return parts.SelectMany(part => (IEnumerable<SecretPattern>)
        [
            new SecretPattern(secret, Start(part, Longest), IsEncoded: false),
            .. Encoded(secret, Start(part, LongestEncoded)),
        ]);
    }

    /// <summary>Where a text begins to show the secret; -1 where it does not.</summary>
    internal int IndexIn(string text) => text.IndexOf(Encoding.UTF8.GetString(Bytes), StringComparison.Ordinal);

    private static byte[] Start(ReadOnlyMemory<byte> bytes, int most) => bytes[..Math.Min(bytes.Length, most)].ToArray();

    private static IEnumerable<SecretPattern> Encoded(string secret, byte[] start) =>
        Enumerable.Range(0, 3).Select(before => new SecretPattern(secret, Encoding.ASCII.GetBytes(Base64(start, before)), IsEncoded: true));

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
