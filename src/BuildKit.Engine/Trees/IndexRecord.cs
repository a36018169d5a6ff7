using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BuildKit.Engine.Trees;

/// <summary>One entry of an index file, little-endian. Offsets are into the heap.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct IndexRecord
{
    public const byte Opaque = 1;
    public const byte Implied = 2;
    public const byte HasContentDigest = 4;

    public uint PathOffset;
    public uint PathLength;
    public byte Kind;
    public byte Flags;
    public ushort Mode;
    public uint Uid;
    public uint Gid;
    public long Size;
    public long ModificationTime;
    public uint LinkOffset;
    public uint LinkLength;

    /// <summary>One more than the position of the first name of this file in the layer; 0 for a file of one name.</summary>
    public uint HardLink;

    public uint DeviceMajor;
    public uint DeviceMinor;

    /// <summary>Attributes lie in the heap one after another: name length, name, value length, value; lengths are 32 bits.</summary>
    public uint AttributeOffset;

    public uint AttributeCount;
    public uint ContentOffset;

    /// <summary>One more than the length of the content that is kept in the heap; 0 where none is kept.</summary>
    public uint ContentLength;

    public HashBytes Content;

    /// <summary>32 bytes of SHA-256.</summary>
    [InlineArray(32)]
    public struct HashBytes
    {
        private byte first;
    }
}
