using System.Collections.Immutable;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>Reads names, status and attributes of a whole upper directory. Sockets are left out.</summary>
internal sealed class UpperScan
{
    private const int MaxPathLength = 4096;

    private readonly List<UpperNode> sockets = [];

    /// <summary>Sockets that were met; no layer can hold one.</summary>
    public IReadOnlyList<UpperNode> Sockets => sockets;

    /// <summary>Reads everything below the root.</summary>
    /// <exception cref="BuildKitException">A path is too long for a layer, or overlayfs used a feature that layers do not have.</exception>
    public UpperNode Scan(SafeFileHandle root) => Node(root, [], LayerPath.Root, Posix.Status(root), root);

    private UpperNode Node(SafeFileHandle parent, byte[] name, LayerPath path, FileStatus status, SafeFileHandle? self)
    {
        var hidden = new List<string>();
        ImmutableArray<ExtendedAttribute> attributes = OverlayAttributes.Read(parent, name, hidden);
        if (hidden.FirstOrDefault(attribute => attribute.EndsWith(".redirect", StringComparison.Ordinal) || attribute.EndsWith(".metacopy", StringComparison.Ordinal)) is { } feature)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LayerNotCommittable, $"'{path}' carries {feature}: overlayfs was mounted with a feature that layers do not have.",
                "Switch redirect_dir and metacopy off in /sys/module/overlay/parameters.");
        }

        var target = new ByteString(status.Kind == TreeEntryKind.SymbolicLink ? PosixNames.ReadLink(parent, name) : default(ReadOnlyMemory<byte>));
        IReadOnlyList<UpperNode> children = [];
        if (status.Kind == TreeEntryKind.Directory)
        {
            using SafeFileHandle? opened = self is null ? Posix.Open(parent, name, OpenFlags.DirectoryNoFollow) : null;
            children = Children(opened ?? self ?? parent, path);
        }

        return new UpperNode(path, status, target, attributes, hidden, children);
    }

    private List<UpperNode> Children(SafeFileHandle folder, LayerPath path)
    {
        var result = new List<UpperNode>();
        foreach (byte[] name in DirectoryReader.Names(folder, path.Span))
        {
            LayerPath child = path.Append(name);
            if (child.Span.Length > MaxPathLength)
            {
                throw new BuildKitException(
                    ExecutionErrorCodes.LayerNotCommittable, $"A path below '{path}' is longer than {MaxPathLength} bytes, more than a layer can name.", "Remove the folder at the end of the step.");
            }

            if (Posix.TryStatus(folder, name) is not { } status)
            {
                continue;
            }

            UpperNode node = Node(folder, name, child, status, null);
            (status.Kind == TreeEntryKind.Socket ? sockets : result).Add(node);
        }

        return result;
    }
}
