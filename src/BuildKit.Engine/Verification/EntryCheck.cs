using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Verification;

/// <summary>Compares one name of a layer's folder with the layer's entry.</summary>
/// <param name="tell">Hears of bytes that were read.</param>
/// <param name="ct">Stops it.</param>
internal sealed class EntryCheck(Action<long> tell, CancellationToken ct)
{
    private const int BufferSize = 256 * 1024;

    private readonly byte[] buffer = new byte[BufferSize];

    /// <summary>What is wrong; null where nothing is.</summary>
    /// <param name="name">Empty for the folder itself.</param>
    internal string? FindProblem(SafeFileHandle folder, byte[] name, TreeEntry entry)
    {
        if (Posix.Status(folder, name, out FileStatus status) is not 0)
        {
            return $"'{entry.Path}' is gone";
        }

        // Where the kernel refuses devices, in a user namespace, one that hides what is below stands for each.
        bool isWhiteout = status is { Kind: TreeEntryKind.CharacterDevice, DeviceMajor: 0, DeviceMinor: 0 };
        bool mayBeWhiteout = entry.Kind is TreeEntryKind.Whiteout or TreeEntryKind.CharacterDevice or TreeEntryKind.BlockDevice;
        return isWhiteout && mayBeWhiteout ? null
            : status.Kind != entry.Kind ? $"'{entry.Path}' is of another kind: {status.Kind} instead of {entry.Kind}"
            : entry.Kind != TreeEntryKind.SymbolicLink && status.Mode != entry.Mode ? $"'{entry.Path}' has the mode {Octal(status.Mode)} instead of {Octal(entry.Mode)}"
            : (status.Uid, status.Gid) != (entry.Uid, entry.Gid) ? $"'{entry.Path}' belongs to {status.Uid}:{status.Gid} instead of {entry.Uid}:{entry.Gid}"
            : (status.DeviceMajor, status.DeviceMinor) != (entry.DeviceMajor, entry.DeviceMinor) ? $"'{entry.Path}' is another device"
            : FindAttribute(folder, name, entry) is { } attribute ? $"'{entry.Path}' has another attribute {attribute}"
            : entry.Kind == TreeEntryKind.SymbolicLink && new ByteString(PosixNames.ReadLink(folder, name)) != entry.LinkTarget ? $"'{entry.Path}' points elsewhere"
            : entry.Kind == TreeEntryKind.File ? FindInContent(folder, name, entry, status.Size)
            : null;
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    // Those that this kernel or user cannot have are in the index alone.
    private static string? FindAttribute(SafeFileHandle folder, byte[] name, TreeEntry entry)
    {
        var hidden = new List<string>();
        ImmutableArray<ExtendedAttribute> present = OverlayAttributes.Read(folder, name, hidden);
        return entry.IsOpaque && !hidden.Contains(OverlayAttributes.Opaque) ? OverlayAttributes.Opaque
            : present.Except(entry.Attributes).Select(attribute => attribute.Name).FirstOrDefault()
            ?? entry.Attributes.Except(present).Select(attribute => attribute.Name).FirstOrDefault(lost => lost.StartsWith("user.", StringComparison.Ordinal) || lost == "security.capability");
    }

    private string? FindInContent(SafeFileHandle folder, byte[] name, TreeEntry entry, long size)
    {
        if (size != entry.Size)
        {
            return string.Create(CultureInfo.InvariantCulture, $"'{entry.Path}' has {size} bytes instead of {entry.Size}");
        }

        if (Posix.TryOpen(folder, name, OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking, 0, out int errno) is not { } file)
        {
            throw DiskFailure.Create(errno, "open", name, folder);
        }

        using SafeFileHandle opened = file;
        using var content = new HashingStream(new FileContentStream(file, name));
        int count;
        while ((count = content.Read(buffer)) > 0)
        {
            ct.ThrowIfCancellationRequested();
            tell(count);
        }

        return entry.Content.IsEmpty || content.Finish() == entry.Content ? null : $"'{entry.Path}' has other bytes";
    }
}
