using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Layers on disk, by diff_id: <c>layers/&lt;hex&gt;/fs</c> is a layer folder for overlayfs (mounted with <c>userxattr</c>) and
/// <c>layers/&lt;hex&gt;/index</c> its <see cref="LayerIndex"/>. Everything is made in the temporary folder and renamed into place, so a killed process
/// leaves only temporary folders and two processes may make one layer at once. An ordinary user must be inside a user namespace for
/// everything but <see cref="Contains"/>, <see cref="OpenIndex"/> and <see cref="OpenTree"/>.
/// </summary>
public sealed class SnapshotStore
{
    private readonly string layers;
    private readonly LayerFolders folders;
    private readonly ConcurrentDictionary<Digest, LayerIndex> indexes = new();

    /// <summary>Uses two folders of one filesystem; both are made when something is written.</summary>
    /// <param name="layers">Where layers are kept; absolute.</param>
    /// <param name="temporary">Where they are made; the caller sweeps what dead processes left there with <see cref="RemoveTree"/>.</param>
    public SnapshotStore(string layers, string temporary) =>
        (this.layers, folders) = (layers, new LayerFolders(layers, temporary, () => MaySyncLater()));

    /// <summary>The path of the index of a layer that is not unpacked, where it is known all the same; null where it is not.</summary>
    internal Func<Digest, string?> IndexElsewhere { get; init; } = _ => null;

    /// <summary>Asked before a layer is put in place: whether somebody else syncs the disk later.</summary>
    internal Func<bool> MaySyncLater { get; init; } = () => false;

    /// <summary>Whether the layer is unpacked.</summary>
    public bool Contains(Digest diffId) => File.Exists(IndexPath(diffId));

    /// <summary>The layer's folder for overlayfs, whether it is there or not.</summary>
    public string PathOf(Digest diffId) => Path.Combine(layers, diffId.Hex, "fs");

    /// <summary>The layer's index, read once in the life of this object.</summary>
    /// <exception cref="BuildKitException">The layer is not there, or its index is damaged.</exception>
    public LayerIndex OpenIndex(Digest diffId) => indexes.GetOrAdd(diffId, Load);

    /// <summary>The tree of layers, the lowest first.</summary>
    /// <exception cref="BuildKitException">A layer is not there, or its index is damaged.</exception>
    public MergedTree OpenTree(ImmutableArray<Digest> diffIds, string displayName) => new([.. diffIds.Select(OpenIndex)], displayName);

    /// <summary>Unpacks an uncompressed tar, unless the layer is there already.</summary>
    /// <exception cref="BuildKitException">The tar is malformed or hostile, its digest differs, or the disk failed; nothing is left of it.</exception>
    public Task UnpackAsync(Stream tar, Digest diffId, CancellationToken ct) => Contains(diffId) ? Task.CompletedTask : folders.UnpackAsync(tar, diffId, ct);

    /// <summary>
    /// Makes an empty upper directory with the root's mode, owner and attributes of the parent, beside an empty <c>work</c> folder for overlayfs.
    /// </summary>
    public UpperDirectory CreateUpper(MergedTree parent)
    {
        UpperDirectory folder = folders.Make();
        Directory.CreateDirectory(folder.Work);
        FinishRoot(folder, parent);
        return folder;
    }

    /// <summary>The same with files in it, which the run finds.</summary>
    /// <exception cref="BuildKitException">The disk failed.</exception>
    internal async Task<UpperDirectory> CreateUpperAsync(MergedTree parent, ChangeSet files, CancellationToken ct)
    {
        UpperDirectory folder = CreateUpper(parent);
        if (files.IsEmpty)
        {
            return folder;
        }

        try
        {
            using (var writer = new ChangeWriter(folder.Upper, this))
            {
                _ = await writer.WriteAsync(files, ct).ConfigureAwait(false);
            }

            FinishRoot(folder, parent);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a layer of what overlayfs left in an upper directory, and takes the directory. What equals the parent but for its time is dropped; null when nothing remains.
    /// </summary>
    /// <param name="stubs">Paths where the sandbox made mount points; those that are still empty are dropped, with their folders that the parent lacks.</param>
    /// <param name="secrets">What may be nowhere in the layer.</param>
    /// <exception cref="BuildKitException">The disk failed, something in it cannot be a layer, or a secret is in it (BK4140).</exception>
    internal async Task<LayerCommit?> CommitAsync(
        UpperDirectory upper, MergedTree parent, ImmutableArray<LayerPath> stubs, SecretPatterns secrets, CancellationToken ct)
    {
        HashedLayer? layer;
        using (var commit = new UpperCommit(upper.Upper))
        {
            layer = await commit.RunAsync(parent, stubs, secrets, ct).ConfigureAwait(false);
        }

        return Finish(upper, layer);
    }

    /// <summary>Makes a layer of planned changes; null when there are none. The layer depends on the changes alone.</summary>
    /// <exception cref="BuildKitException">The disk failed, or a source file's bytes are others than planned.</exception>
    public async Task<LayerCommit?> CommitAsync(ChangeSet changes, CancellationToken ct)
    {
        if (changes.IsEmpty)
        {
            return null;
        }

        using UpperDirectory folder = folders.Make();
        HashedLayer layer;
        using (var writer = new ChangeWriter(folder.Upper, this))
        {
            layer = await writer.WriteAsync(changes, ct).ConfigureAwait(false);
        }

        return Finish(folder, layer);
    }

    /// <summary>
    /// The folders that overlayfs mounts to show a tree, the lowest first. They are not always one for each layer: overlayfs takes no folder twice, and of a
    /// layer that comes twice the upper one hides the lower; and folders that layers only imply get back the mode and owner that the tree gives them.
    /// </summary>
    /// <param name="diffIds">The tree's layers, the lowest first.</param>
    public async Task<ImmutableArray<string>> StackAsync(MergedTree tree, ImmutableArray<Digest> diffIds, CancellationToken ct)
    {
        LayerCommit? restored = await CommitAsync(ImpliedFolders.Restored(tree), ct).ConfigureAwait(false);
        IEnumerable<Digest> all = restored is { DiffId: var last } ? diffIds.Where(layer => layer != last).Append(last) : diffIds;
        return [.. all.Reverse().Distinct().Reverse().Select(PathOf)];
    }

    /// <summary>Writes the tar of a layer that <c>CommitAsync</c> made: the very bytes that the diff_id is the hash of.</summary>
    /// <exception cref="BuildKitException">The layer is not there, its files were changed, or it was not made here.</exception>
    public async Task WriteTarAsync(Digest diffId, Stream output, CancellationToken ct)
    {
        LayerIndex index = OpenIndex(diffId);
        using var handles = new FolderHandles(Posix.OpenDirectory(PathOf(diffId)));
        using var tar = new HashingStream(output);
        var writer = new LayerWriter(tar);
        for (int position = 0; position < index.Count; position++)
        {
            LayerEntry entry = LayerTar.ToEntry(index[position]);
            using Stream? content = entry is { Kind: LayerEntryKind.File, Size: > 0 } ? OpenContent(handles, entry.Path) : null;
            await writer.WriteAsync(entry, content, ct).ConfigureAwait(false);
        }

        await writer.CompleteAsync(ct).ConfigureAwait(false);
        Digest actual = tar.Finish();
        if (actual != diffId)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LayerDigestMismatch, $"The unpacked layer {diffId} gives other bytes, {actual}.",
                $"Remove '{Path.GetDirectoryName(PathOf(diffId))}' and build again; something has changed files in the store.");
        }
    }

    /// <summary>Opens a file of a tree, links followed inside the root.</summary>
    /// <param name="diffIds">The tree's layers, the lowest first.</param>
    /// <exception cref="BuildKitException">There is no such file.</exception>
    public Stream OpenFile(MergedTree tree, ImmutableArray<Digest> diffIds, LayerPath path)
    {
        if (tree.Find(path) is not { Kind: TreeEntryKind.File } entry || tree.LayerOf(entry.Path) is not int layer)
        {
            throw new BuildKitException(ExecutionErrorCodes.NothingMatches, $"There is no file '{path}' in {tree.DisplayName}.", "Look at the path's spelling.");
        }

        return OpenContent(diffIds[layer], entry.Path);
    }

    /// <summary>Removes a folder whatever is in it: folders of mode 000, overlayfs's own <c>work/work</c>, names that are not text, any depth. No link is followed.</summary>
    public static void RemoveTree(string path) => TreeRemoval.Remove(path);

    /// <summary>Opens a file of one layer.</summary>
    internal Stream OpenContent(Digest diffId, LayerPath path)
    {
        using var handles = new FolderHandles(Posix.OpenDirectory(PathOf(diffId)));
        return OpenContent(handles, path);
    }

    private static FileContentStream OpenContent(FolderHandles handles, LayerPath path) => new(
        handles.TryOpenFile(path, out int errno) ?? throw DiskFailure.Create(errno, "open", path.Span, handles.Root), path.Span.ToArray());

    private static void FinishRoot(UpperDirectory folder, MergedTree parent)
    {
        using var writer = new LayerFolderWriter(folder.Upper);
        writer.FinishFolder((parent.FindExact(LayerPath.Root) ?? throw new InvalidOperationException("A tree has a root.")) with { IsOpaque = false });
    }

    private LayerCommit? Finish(UpperDirectory folder, HashedLayer? layer)
    {
        if (layer is null)
        {
            RemoveTree(folder.Folder);
            return null;
        }

        folders.Publish(folder, layer.Index, layer.DiffId);
        return new LayerCommit(layer.DiffId, layer.Size, layer.Notes);
    }

    private LayerIndex Load(Digest diffId) => Contains(diffId)
        ? LayerIndex.Open(IndexPath(diffId))
        : IndexElsewhere(diffId) is { } path ? LayerIndex.Open(path)
        : throw new BuildKitException(ExecutionErrorCodes.LayerMissing, $"The layer {diffId} is not in the store.", "Build again with --no-cache, or pull the image again.");

    /// <summary>Where the index of an unpacked layer is.</summary>
    internal string IndexPath(Digest diffId) => Path.Combine(layers, diffId.Hex, "index");
}
