using System.Collections.Immutable;

namespace BuildKit.Oci.Layers;

/// <summary>What can stand in a layer that this program writes.</summary>
internal static class EntryRules
{
    private const int MaxMode = 0xfff;
    private const long MaxDeviceNumber = 0x1fffff;

    /// <summary>Throws BK5026 for an entry that cannot be written without changing its meaning.</summary>
    public static void Check(LayerEntry entry)
    {
        string? reason = WhyNot(entry) ?? WhyNot(entry.ExtendedAttributes);
        if (reason is not null)
        {
            throw LayerErrors.Unrepresentable(entry.Path, reason);
        }
    }

    /// <summary>Whether the attribute belongs to overlayfs, which uses it on this machine only.</summary>
    public static bool IsOverlayAttribute(string name) =>
        name.StartsWith("user.overlay.", StringComparison.Ordinal) || name.StartsWith("trusted.overlay.", StringComparison.Ordinal);

    private static string? WhyNot(LayerEntry entry)
    {
        bool isFile = entry.Kind == LayerEntryKind.File;
        bool isDevice = entry.Kind is LayerEntryKind.CharacterDevice or LayerEntryKind.BlockDevice;
        return entry switch
        {
            { Path.IsRoot: true } when entry.Kind is not (LayerEntryKind.Directory or LayerEntryKind.OpaqueDirectory) => "the root is a directory",
            _ when EntryNames.HasWhiteoutPart(entry.Path) => "a name that begins with '.wh.' means a removed file in an image",
            { Mode: < 0 or > MaxMode } => "its mode is none",
            { Uid: uint.MaxValue } or { Gid: uint.MaxValue } => "4294967295 is no owner",
            { Size: < 0 } => "its size is negative",
            { Size: > 0 } when !isFile => "only a file has content",
            { SymbolicLinkTarget.IsEmpty: true, Kind: LayerEntryKind.SymbolicLink } => "its link target is empty",
            { SymbolicLinkTarget.IsEmpty: false } when entry.Kind != LayerEntryKind.SymbolicLink => "only a symbolic link has a target",
            _ when entry.SymbolicLinkTarget.Span.Contains((byte)0) => "its link target holds a NUL",
            { HardLinkTarget.IsRoot: true, Kind: LayerEntryKind.HardLink } => "its hard link has no target",
            { HardLinkTarget.IsRoot: false } when entry.Kind != LayerEntryKind.HardLink => "only a hard link has a target",

            // An unpacker makes a link when it comes to it, so its file must have come before.
            { Kind: LayerEntryKind.HardLink } when entry.HardLinkTarget >= entry.Path => "a hard link comes after its target",
            { DeviceMajor: > 0 } or { DeviceMinor: > 0 } when !isDevice => "only a device has numbers",
            { Kind: LayerEntryKind.CharacterDevice, DeviceMajor: 0, DeviceMinor: 0 } => "a character device 0,0 means a removed file to the overlay filesystem",
            { DeviceMajor: > (uint)MaxDeviceNumber } or { DeviceMinor: > (uint)MaxDeviceNumber } => "its device number is too large",
            _ => null,
        };
    }

    private static string? WhyNot(ImmutableArray<ExtendedAttribute> attributes)
    {
        string? last = null;
        foreach (ExtendedAttribute attribute in attributes)
        {
            if (attribute.Name.Length == 0 || attribute.Name.AsSpan().ContainsAny('=', '\0') || attribute.Name.Contains('\ufffd', StringComparison.Ordinal))
            {
                return $"the extended attribute '{attribute.Name}' has a name that tar cannot hold";
            }

            if (IsOverlayAttribute(attribute.Name))
            {
                return $"the extended attribute '{attribute.Name}' belongs to this machine's overlay filesystem";
            }

            if (last is not null && string.CompareOrdinal(last, attribute.Name) >= 0)
            {
                return "its extended attributes are not in order";
            }

            last = attribute.Name;
        }

        return null;
    }
}
