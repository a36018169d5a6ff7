namespace BuildKit.Oci.Layers;

/// <summary>Offsets and constants of a tar header block (POSIX.1-2017, pax, "ustar Interchange Format").</summary>
internal static class TarFormat
{
    public const int BlockSize = 512;

    public const int NameLength = 100;

    public const int PrefixLength = 155;

    public const int ChecksumOffset = 148;

    public const int ChecksumLength = 8;

    public static readonly Range Name = ..100;

    public static readonly Range Mode = 100..108;

    public static readonly Range Uid = 108..116;

    public static readonly Range Gid = 116..124;

    public static readonly Range Size = 124..136;

    public static readonly Range ModificationTime = 136..148;

    public static readonly Range LinkName = 157..257;

    public static readonly Range Magic = 257..265;

    public static readonly Range DeviceMajor = 329..337;

    public static readonly Range DeviceMinor = 337..345;

    public static readonly Range Prefix = 345..500;

    public const int TypeOffset = 156;

    public static ReadOnlySpan<byte> PosixMagic => "ustar\000"u8;

    public static ReadOnlySpan<byte> GnuMagic => "ustar  \0"u8;

    public static ReadOnlySpan<byte> WhiteoutPrefix => ".wh."u8;

    public static ReadOnlySpan<byte> AufsPrefix => ".wh..wh."u8;

    public static ReadOnlySpan<byte> OpaqueMarker => ".wh..wh..opq"u8;

    public const string ExtendedAttributeKey = "SCHILY.xattr.";

    /// <summary>The bytes after a content of this size up to the next block.</summary>
    public static int PaddingOf(long size) => (int)(-size & (BlockSize - 1));

    /// <summary>The sum of a header's bytes with spaces in place of the sum itself, as unsigned and as (old tars did it) signed bytes.</summary>
    public static (int Unsigned, int Signed) Checksum(ReadOnlySpan<byte> block)
    {
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < BlockSize; i++)
        {
            byte one = i is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? (byte)' ' : block[i];
            unsigned += one;
            signed += (sbyte)one;
        }

        return (unsigned, signed);
    }

    /// <summary>The bytes before the first NUL.</summary>
    public static ReadOnlySpan<byte> Terminated(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
