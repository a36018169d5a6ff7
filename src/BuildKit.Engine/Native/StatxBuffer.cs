using System.Runtime.InteropServices;

namespace BuildKit.Engine.Native;

/// <summary><c>struct statx</c> (statx(2)); only the fields that are read have names.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    /// <summary>STATX_BASIC_STATS: what stat(2) gives.</summary>
    public const uint BasicStatistics = 0x7ff;

    [FieldOffset(16)]
    public uint LinkCount;

    [FieldOffset(20)]
    public uint Uid;

    [FieldOffset(24)]
    public uint Gid;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(96)]
    public long ChangeSeconds;

    [FieldOffset(104)]
    public uint ChangeNanoseconds;

    [FieldOffset(112)]
    public long ModifySeconds;

    [FieldOffset(120)]
    public uint ModifyNanoseconds;

    [FieldOffset(128)]
    public uint DeviceMajor;

    [FieldOffset(132)]
    public uint DeviceMinor;

    [FieldOffset(136)]
    public uint NodeMajor;

    [FieldOffset(140)]
    public uint NodeMinor;
}
