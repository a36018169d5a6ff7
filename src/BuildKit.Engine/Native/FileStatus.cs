using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Native;

/// <summary>What the kernel knows of a file (statx(2)), links not followed.</summary>
/// <param name="Mode">Permission bits with set-uid, set-gid and sticky, 0 to octal 7777.</param>
/// <param name="Node">The filesystem's device number, which with the inode names the file on this machine.</param>
internal readonly record struct FileStatus(
    TreeEntryKind Kind, int Mode, uint Uid, uint Gid, long Size, long ModifySeconds, uint ModifyNanoseconds,
    long ChangeSeconds, uint ChangeNanoseconds, ulong Inode, ulong Node, uint LinkCount, uint DeviceMajor, uint DeviceMinor)
{
    private const int TypeMask = 0xF000;

    /// <summary>Modification time in nanoseconds since 1970.</summary>
    public long ModifyTime => (ModifySeconds * 1_000_000_000) + ModifyNanoseconds;

    /// <summary>Time of the last change of the inode in nanoseconds since 1970.</summary>
    public long ChangeTime => (ChangeSeconds * 1_000_000_000) + ChangeNanoseconds;

    public static FileStatus From(in StatxBuffer buffer) => new(
        KindOf(buffer), buffer.Mode & 0xFFF, buffer.Uid, buffer.Gid, (long)buffer.Size,
        buffer.ModifySeconds, buffer.ModifyNanoseconds, buffer.ChangeSeconds, buffer.ChangeNanoseconds, buffer.Inode,
        ((ulong)buffer.NodeMajor << 32) | buffer.NodeMinor, buffer.LinkCount, buffer.DeviceMajor, buffer.DeviceMinor);

    private static TreeEntryKind KindOf(in StatxBuffer buffer) => (buffer.Mode & TypeMask) switch
    {
        0x8000 => TreeEntryKind.File,
        0x4000 => TreeEntryKind.Directory,
        0xA000 => TreeEntryKind.SymbolicLink,
        0x2000 => TreeEntryKind.CharacterDevice,
        0x6000 => TreeEntryKind.BlockDevice,
        0x1000 => TreeEntryKind.Fifo,
        _ => TreeEntryKind.Socket,
    };
}
