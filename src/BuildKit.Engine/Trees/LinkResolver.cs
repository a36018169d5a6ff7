using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>Follows symbolic links in a tree as a process would that has the tree as its root: nothing leads out of it.</summary>
internal static class LinkResolver
{
    /// <summary>What the kernel allows (path_resolution(7)).</summary>
    private const int MaxLinks = 40;

    public static LayerPath Resolve(IFileTree tree, LayerPath path, bool followLast)
    {
        var pending = new Stack<ReadOnlyMemory<byte>>();
        Push(pending, path.Bytes.Memory);
        LayerPath current = LayerPath.Root;
        int links = 0;
        while (pending.TryPop(out ReadOnlyMemory<byte> part))
        {
            if (part.Span.SequenceEqual(".."u8))
            {
                current = current.Parent;
                continue;
            }

            LayerPath candidate = current.Append(part.Span);
            TreeEntry? entry = pending.Count > 0 || followLast ? tree.FindExact(candidate) : null;
            if (entry?.Kind != TreeEntryKind.SymbolicLink)
            {
                current = candidate;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new BuildKitException(
                    ExecutionErrorCodes.LinkLoop, $"The links at '{path}' of {tree.DisplayName} lead in a circle.", $"Look at the link '{candidate}'.");
            }

            current = entry.LinkTarget.Span.StartsWith((byte)'/') ? LayerPath.Root : current;
            Push(pending, entry.LinkTarget.Memory);
        }

        return current;
    }

    /// <summary>Pushes a path's parts so that the first is popped first; empty parts and <c>.</c> are left out.</summary>
    private static void Push(Stack<ReadOnlyMemory<byte>> pending, ReadOnlyMemory<byte> path)
    {
        while (!path.IsEmpty)
        {
            int slash = path.Span.LastIndexOf((byte)'/');
            ReadOnlyMemory<byte> part = path[(slash + 1)..];
            if (!part.IsEmpty && !part.Span.SequenceEqual("."u8))
            {
                pending.Push(part);
            }

            path = slash < 0 ? default : path[..slash];
        }
    }
}
