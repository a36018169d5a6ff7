using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Files;

/// <summary>Opens planned contents; keeps the folders that they come from open.</summary>
internal sealed class ContentSources(SnapshotStore snapshots) : IDisposable
{
    private readonly Dictionary<string, FolderHandles> roots = [];

    /// <summary>Opens a content from its start.</summary>
    /// <param name="entry">What it is planned for.</param>
    /// <exception cref="BuildKitException">It cannot be read, or has another size than planned.</exception>
    public Stream Open(PlannedContent content, TreeEntry entry) => content switch
    {
        InlineContent inline => new MemoryStream(inline.Bytes.ToArray(), writable: false),
        ContextContent context => new FileContentStream(OpenFile(content, entry), context.Path.Span.ToArray()),
        LayerContent layer => new FileContentStream(OpenFile(content, entry), layer.Path.Span.ToArray()),
        _ => throw new InvalidOperationException($"Unknown content {content}."),
    };

    /// <summary>Opens the file that a content lies in.</summary>
    /// <exception cref="BuildKitException">It cannot be read, or has another size than planned.</exception>
    public SafeFileHandle OpenFile(PlannedContent content, TreeEntry entry)
    {
        (string root, LayerPath path) = content switch
        {
            ContextContent context => (context.Root, context.Path),
            LayerContent layer => (snapshots.PathOf(layer.DiffId), layer.Path),
            _ => throw new InvalidOperationException($"{content} lies in no file."),
        };
        if (!roots.TryGetValue(root, out FolderHandles? folders))
        {
            roots.Add(root, folders = new FolderHandles(Posix.OpenDirectory(root)));
        }

        SafeFileHandle file = folders.TryOpenFile(path, out int errno) ?? throw DiskFailure.Create(errno, "open", path.Span, folders.Root);
        if (Posix.Status(file) is var status && (status.Kind != TreeEntryKind.File || status.Size != entry.Size))
        {
            file.Dispose();
            throw Changed(content, path);
        }

        return file;
    }

    /// <summary>Says that a source has other bytes than planned.</summary>
    public static BuildKitException Changed(PlannedContent? content, LayerPath path) => content is LayerContent layer
        ? new BuildKitException(
            ExecutionErrorCodes.LayerDigestMismatch, $"'{layer.Path}' in the unpacked layer {layer.DiffId} has other bytes than its index says.", "Remove that layer from the store and build again.")
        : new BuildKitException(
            ExecutionErrorCodes.ContextFileChanged, $"'{(content is ContextContent context ? context.Path : path)}' changed while the build ran.", "Build again when nothing writes to it any more.");

    public void Dispose()
    {
        foreach (FolderHandles root in roots.Values)
        {
            root.Dispose();
        }
    }
}
