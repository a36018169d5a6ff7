using System.Runtime.InteropServices;

namespace BuildKit.Engine.Trees;

/// <summary>The first 64 bytes of an index file, little-endian; records follow, then the heap of names and other bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 64)]
internal struct IndexHeader
{
    /// <summary><c>BKLINDEX</c> as bytes.</summary>
    public const ulong ExpectedMagic = 0x5845444E494C4B42;

    /// <summary>Where <see cref="Checksum"/> ends.</summary>
    public const int ChecksumEnd = 40;

    /// <summary>Raised by any change of this file's, the record's or the heap's meaning.</summary>
    public const uint CurrentVersion = 1;

    public ulong Magic;
    public uint Version;
    public uint RecordSize;
    public long Count;
    public long HeapLength;

    /// <summary><see cref="IndexChecksum"/> of everything that follows it.</summary>
    public ulong Checksum;

    /// <summary>Bytes of the layer's uncompressed tar; 0 where the layer was not made here.</summary>
    public long TarSize;
}
