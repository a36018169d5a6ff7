using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BuildKit.Oci.Layers;

/// <summary>
/// A path below the root of a filesystem, byte-exact and normalised: parts separated by one <c>/</c>, none of them empty,
/// <c>.</c>, <c>..</c> or with a NUL, no slash at either end. The default value is the root itself. Ordered by bytes, so a
/// directory comes before what it holds, but not always directly (<c>a</c>, <c>a-b</c>, <c>a/b</c>).
/// </summary>
public readonly struct LayerPath : IEquatable<LayerPath>, IComparable<LayerPath>
{
    private readonly ByteString text;

    private LayerPath(ByteString text) => this.text = text;

    /// <summary>The root directory, whose path has no bytes.</summary>
    public static LayerPath Root => default;

    /// <summary>The bytes, without a leading slash.</summary>
    public ReadOnlySpan<byte> Span => text.Span;

    /// <summary>The bytes, without a leading slash.</summary>
    public ByteString Bytes => text;

    /// <summary>Whether this is the root directory.</summary>
    public bool IsRoot => text.IsEmpty;

    /// <summary>The last part; empty for the root.</summary>
    public ByteString Name => new(text.Memory[(Span.LastIndexOf((byte)'/') + 1)..]);

    /// <summary>The directory that holds this; the root's parent is the root.</summary>
    public LayerPath Parent => new(new ByteString(text.Memory[..Math.Max(0, Span.LastIndexOf((byte)'/'))]));

    /// <summary>The number of parts; 0 for the root.</summary>
    public int Depth => IsRoot ? 0 : Span.Count((byte)'/') + 1;

    /// <summary>The path of a text in UTF-8; leading, trailing and doubled slashes and <c>.</c> parts are dropped.</summary>
    /// <exception cref="FormatException">A part is <c>..</c> or holds a NUL.</exception>
    public static LayerPath Parse(string path) =>
        TryNormalize(Encoding.UTF8.GetBytes(path), out LayerPath result) ? result : throw new FormatException($"'{path}' is not a path below a root.");

    /// <summary>Takes bytes that are a normalised path already; false where they are not. The bytes are not copied and must not change.</summary>
    public static bool TryCreate(ReadOnlyMemory<byte> bytes, out LayerPath path)
    {
        path = default;
        ReadOnlySpan<byte> rest = bytes.Span;
        if (rest.Contains((byte)0))
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            int slash = rest.IndexOf((byte)'/');
            ReadOnlySpan<byte> part = slash < 0 ? rest : rest[..slash];
            if (part.IsEmpty || part.SequenceEqual("."u8) || part.SequenceEqual(".."u8) || slash == rest.Length - 1)
            {
                return false;
            }

            rest = slash < 0 ? [] : rest[(slash + 1)..];
        }

        path = new LayerPath(new ByteString(bytes));
        return true;
    }

    /// <summary>Drops leading, trailing and doubled slashes and <c>.</c> parts; false where a part is <c>..</c> or holds a NUL. The bytes are copied.</summary>
    public static bool TryNormalize(ReadOnlySpan<byte> bytes, out LayerPath path)
    {
        path = default;
        byte[] result = new byte[bytes.Length];
        int length = 0;
        while (!bytes.IsEmpty)
        {
            int slash = bytes.IndexOf((byte)'/');
            ReadOnlySpan<byte> part = slash < 0 ? bytes : bytes[..slash];
            bytes = slash < 0 ? [] : bytes[(slash + 1)..];
            if (part.SequenceEqual(".."u8) || part.Contains((byte)0))
            {
                return false;
            }

            if (part.IsEmpty || part.SequenceEqual("."u8))
            {
                continue;
            }

            if (length > 0)
            {
                result[length++] = (byte)'/';
            }

            part.CopyTo(result.AsSpan(length));
            length += part.Length;
        }

        path = new LayerPath(new ByteString(result.AsMemory(0, length)));
        return true;
    }

    /// <summary>Takes normalised bytes on trust, such as those of an index that this program wrote. The bytes are not copied.</summary>
    public static LayerPath FromTrusted(ReadOnlyMemory<byte> bytes) => new(new ByteString(bytes));

    /// <summary>The path of a name in this directory.</summary>
    /// <exception cref="FormatException">The name is empty, <c>.</c>, <c>..</c>, or holds a slash or NUL.</exception>
    public LayerPath Append(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) || name.ContainsAny((byte)'/', (byte)0))
        {
            throw new FormatException($"'{PrintableBytes.Format(name)}' is not a file name.");
        }

        byte[] joined = new byte[(IsRoot ? 0 : Span.Length + 1) + name.Length];
        if (!IsRoot)
        {
            Span.CopyTo(joined);
            joined[Span.Length] = (byte)'/';
        }

        name.CopyTo(joined.AsSpan(joined.Length - name.Length));
        return new LayerPath(new ByteString(joined));
    }

    /// <summary>Whether this is the directory itself or something below it. Everything is below the root.</summary>
    public bool IsAtOrBelow(LayerPath directory) =>
        directory.IsRoot || (Span.StartsWith(directory.Span) && (Span.Length == directory.Span.Length || Span[directory.Span.Length] == '/'));

    /// <inheritdoc />
    public bool Equals(LayerPath other) => text.Equals(other.text);

    /// <inheritdoc />
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is LayerPath other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => text.GetHashCode();

    /// <summary>The order of bytes.</summary>
    public int CompareTo(LayerPath other) => text.CompareTo(other.text);

    /// <summary>For people, with a leading slash; see <see cref="ByteString.ToString"/>.</summary>
    public override string ToString() => "/" + text;

    /// <summary>Equality of bytes.</summary>
    public static bool operator ==(LayerPath left, LayerPath right) => left.Equals(right);

    /// <summary>Inequality of bytes.</summary>
    public static bool operator !=(LayerPath left, LayerPath right) => !left.Equals(right);

    /// <summary>Order of bytes.</summary>
    public static bool operator <(LayerPath left, LayerPath right) => left.CompareTo(right) < 0;

    /// <summary>Order of bytes.</summary>
    public static bool operator >(LayerPath left, LayerPath right) => left.CompareTo(right) > 0;

    /// <summary>Order of bytes.</summary>
    public static bool operator <=(LayerPath left, LayerPath right) => left.CompareTo(right) <= 0;

    /// <summary>Order of bytes.</summary>
    public static bool operator >=(LayerPath left, LayerPath right) => left.CompareTo(right) >= 0;
}
