using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace BuildKit.Oci.Content;

/// <summary>
/// A content identifier, <c>algorithm:hex</c> (OCI image-spec, descriptor.md, "Digests"). SHA-256 and SHA-512 are known;
/// what this program writes is SHA-256. The default value is no digest and equals only itself.
/// </summary>
public readonly struct Digest : IEquatable<Digest>, IComparable<Digest>
{
    private readonly string? text;

    private Digest(string text) => this.text = text;

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm => Text[..Text.IndexOf(':')];

    /// <summary>The lower-case hexadecimal part: 64 characters for SHA-256, 128 for SHA-512.</summary>
    public string Hex => Text[(Text.IndexOf(':') + 1)..];

    /// <summary>Whether this is the default value, which names nothing.</summary>
    public bool IsEmpty => text is null;

    private string Text => text ?? throw new InvalidOperationException("The default Digest has no text.");

    /// <summary>The digest of bytes in memory.</summary>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return FromSha256(hash);
    }

    /// <summary>Wraps 32 bytes that are already a SHA-256 hash.</summary>
    public static Digest FromSha256(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"A SHA-256 hash has 32 bytes, not {hash.Length}.", nameof(hash));
        }

        return new Digest("sha256:" + Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    /// <exception cref="FormatException">The text is not a digest of a known algorithm.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out Digest digest) ? digest : throw new FormatException($"'{text}' is not a digest such as sha256:<64 hexadecimal digits>.");

    /// <summary>Reads <c>algorithm:hex</c>; false where it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null)
        {
            return false;
        }

        int length = text.StartsWith("sha256:", StringComparison.Ordinal) ? 64 : text.StartsWith("sha512:", StringComparison.Ordinal) ? 128 : -1;
        if (length < 0 || text.Length != 7 + length || text.AsSpan(7).ContainsAnyExcept("0123456789abcdef"))
        {
            return false;
        }

        digest = new Digest(text);
        return true;
    }

    /// <inheritdoc />
    public bool Equals(Digest other) => string.Equals(text, other.text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => text is null ? 0 : text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Ordinal order of the text.</summary>
    public int CompareTo(Digest other) => string.CompareOrdinal(text, other.text);

    /// <summary><c>algorithm:hex</c>, or an empty string for the default value.</summary>
    public override string ToString() => text ?? "";

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    /// <summary>Ordinal order.</summary>
    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
