using System.Text;
using BuildKit.Engine.Native;

namespace BuildKit.Engine.Trees;

/// <summary>
/// A path below the root of a tree, as its exact bytes: parts joined by <c>/</c>, no leading or trailing slash, no empty,
/// <c>.</c> or <c>..</c> part. The empty path, which is also the default value, is the root. Ordered by bytes, so that a folder comes before what is in it.
/// </summary>
public readonly struct TreePath : IEquatable<TreePath>, IComparable<TreePath>
{
    private const byte Slash = (byte)'/';

    private readonly byte[]? bytes;

    private TreePath(byte[] bytes) => this.bytes = bytes;

    /// <summary>The root itself.</summary>
    public static TreePath Root => default;

    /// <summary>The bytes; empty for the root.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => bytes is null || bytes.Length == 0;

    /// <summary>The folder that holds it; the root's parent is the root.</summary>
    public TreePath Parent => Bytes.LastIndexOf(Slash) is int index and >= 0 ? new TreePath(Bytes[..index].ToArray()) : Root;

    /// <summary>The last part; empty for the root.</summary>
    public ReadOnlySpan<byte> Name => Bytes[(Bytes.LastIndexOf(Slash) + 1)..];

    /// <summary>Normalises a path: empty and <c>.</c> parts go, <c>..</c> takes the part before it away and stops at the root.</summary>
    public static TreePath Parse(ReadOnlySpan<byte> path)
    {
        if (IsNormal(path))
        {
            return new TreePath(path.ToArray());
        }

        var result = new byte[path.Length];
        int length = 0;
        foreach (Range range in path.Split(Slash))
        {
            ReadOnlySpan<byte> part = path[range];
            if (part.SequenceEqual(".."u8))
            {
                length = Math.Max(0, result.AsSpan(0, length).LastIndexOf(Slash));
            }
            else if (!part.IsEmpty && !part.SequenceEqual("."u8))
            {
                if (length > 0)
                {
                    result[length++] = Slash;
                }

                part.CopyTo(result.AsSpan(length));
                length += part.Length;
            }
        }

        return new TreePath(result[..length]);
    }

    /// <summary>Normalises a path given as text.</summary>
    public static TreePath Parse(string path) => Parse(Encoding.UTF8.GetBytes(path));

    /// <summary>The path of a name in this folder.</summary>
    /// <param name="name">One part, or several that are normal already.</param>
    public TreePath Append(ReadOnlySpan<byte> name)
    {
        if (IsRoot || name.IsEmpty)
        {
            return IsRoot ? new TreePath(name.ToArray()) : this;
        }

        var joined = new byte[bytes!.Length + 1 + name.Length];
        bytes.CopyTo(joined, 0);
        joined[bytes.Length] = Slash;
        name.CopyTo(joined.AsSpan(bytes.Length + 1));
        return new TreePath(joined);
    }

    /// <summary>Whether it lies below the folder, at any depth; not the folder itself.</summary>
    public bool IsBelow(TreePath folder) =>
        folder.IsRoot ? !IsRoot : Bytes.Length > folder.Bytes.Length && Bytes[folder.Bytes.Length] == Slash && Bytes.StartsWith(folder.Bytes);

    /// <summary>What follows the folder's path; the folder itself gives the root.</summary>
    public TreePath RelativeTo(TreePath folder) =>
        folder.IsRoot ? this
        : Equals(folder) ? Root
        : IsBelow(folder) ? new TreePath(Bytes[(folder.Bytes.Length + 1)..].ToArray())
        : throw new ArgumentException($"'{this}' is not below '{folder}'.", nameof(folder));

    /// <inheritdoc />
    public int CompareTo(TreePath other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <inheritdoc />
    public bool Equals(TreePath other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is TreePath other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>For people: with a leading slash, and with <c>\xNN</c> for bytes that are not text.</summary>
    public override string ToString() => "/" + PathText.Display(Bytes);

    /// <summary>Byte equality.</summary>
    public static bool operator ==(TreePath left, TreePath right) => left.Equals(right);

    /// <summary>Byte inequality.</summary>
    public static bool operator !=(TreePath left, TreePath right) => !left.Equals(right);

    /// <summary>Byte order.</summary>
    public static bool operator <(TreePath left, TreePath right) => left.CompareTo(right) < 0;

    /// <summary>Byte order.</summary>
    public static bool operator >(TreePath left, TreePath right) => left.CompareTo(right) > 0;

    /// <summary>Byte order.</summary>
    public static bool operator <=(TreePath left, TreePath right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order.</summary>
    public static bool operator >=(TreePath left, TreePath right) => left.CompareTo(right) >= 0;

    private static bool IsNormal(ReadOnlySpan<byte> path)
    {
        foreach (Range range in path.Split(Slash))
        {
            ReadOnlySpan<byte> part = path[range];
            if (part.IsEmpty || part.SequenceEqual("."u8) || part.SequenceEqual(".."u8))
            {
                return path.IsEmpty;
            }
        }

        return true;
    }
}
