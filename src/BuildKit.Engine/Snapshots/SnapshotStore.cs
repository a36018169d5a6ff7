using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Snapshots;

/// <summary>
/// Layers on disk, by diff_id: <c>layers/&lt;hex&gt;/fs</c> is a layer folder for overlayfs (mounted with <c>userxattr</c>) and
/// <c>layers/&lt;hex&gt;/index</c> its <see cref="LayerIndex"/>. Everything is made in the temporary folder and renamed into place, so a killed process
/// leaves only temporary folders and two processes may make one layer at once. An ordinary user must be inside a user namespace for
/// everything but <see cref="Contains"/>, <see cref="OpenIndex"/> and <see cref="OpenTree"/>.
/// </summary>
public sealed class SnapshotStore : IDisposable
{
    /// <summary>Uses two folders of one filesystem; both are made when they are missing.</summary>
    /// <param name="layers">Where layers are kept.</param>
    /// <param name="temporary">Where they are made; the caller sweeps what dead processes left there with <see cref="RemoveTree"/>.</param>
    public SnapshotStore(string layers, string temporary)
    {
    }

    /// <summary>Whether the layer is unpacked.</summary>
    public bool Contains(Digest diffId) => throw new NotSupportedException();

    /// <summary>The layer's folder for overlayfs; made or not.</summary>
    public string PathOf(Digest diffId) => throw new NotSupportedException();

    /// <summary>The layer's index. It stays open until this object is disposed.</summary>
    /// <exception cref="BuildKitException">The layer is not there, or its index is damaged.</exception>
    public LayerIndex OpenIndex(Digest diffId) => throw new NotSupportedException();

    /// <summary>The tree of layers, the lowest first.</summary>
    /// <exception cref="BuildKitException">A layer is not there, or its index is damaged.</exception>
    public MergedTree OpenTree(ImmutableArray<Digest> diffIds, string displayName) => throw new NotSupportedException();

    /// <summary>Unpacks an uncompressed tar, unless the layer is there already.</summary>
    /// <exception cref="BuildKitException">The tar is malformed or hostile, its digest differs, or the disk failed; nothing is left of it.</exception>
    public Task UnpackAsync(Stream tar, Digest diffId, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>
    /// Makes an empty upper directory with the root's mode and owner of the parent, beside an empty <c>work</c> folder for overlayfs.
    /// </summary>
    public UpperDirectory CreateUpper(MergedTree parent) => throw new NotSupportedException();

    /// <summary>
    /// Makes a layer of what overlayfs left in an upper directory, and takes the directory. What equals the parent is dropped; null when nothing remains.
    /// </summary>
    /// <param name="stubs">Paths where the sandbox made mount points; those that are still empty are dropped.</param>
    /// <exception cref="BuildKitException">The disk failed, or something in it cannot be a layer.</exception>
    public Task<LayerCommit?> CommitAsync(UpperDirectory upper, MergedTree parent, ImmutableArray<LayerPath> stubs, CancellationToken ct) =>
        throw new NotSupportedException();

    /// <summary>Makes a layer of planned changes; null when there are none. The layer depends on the changes alone.</summary>
    /// <exception cref="BuildKitException">The disk failed, or a source file's bytes are others than planned.</exception>
    public Task<LayerCommit?> CommitAsync(ChangeSet changes, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Writes the tar of a layer that <c>CommitAsync</c> made: the very bytes that the diff_id is the hash of.</summary>
    /// <exception cref="BuildKitException">The layer is not there, or its files were changed.</exception>
    public Task WriteTarAsync(Digest diffId, Stream output, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads a file of a tree (the context of a step's result), links followed inside the root.</summary>
    /// <param name="layers">The tree's diff_ids, the lowest first.</param>
    /// <exception cref="BuildKitException">There is no such file.</exception>
    public Stream OpenFile(MergedTree tree, ImmutableArray<Digest> layers, LayerPath path) => throw new NotSupportedException();

    /// <summary>Removes a layer; it disappears at once and whole.</summary>
    public void Remove(Digest diffId) => throw new NotSupportedException();

    /// <summary>Removes a folder whatever is in it: folders of mode 000, overlayfs's own <c>work/work</c>, names that are not text. No link is followed.</summary>
    public static void RemoveTree(string path) => throw new NotSupportedException();

    /// <summary>Closes the indexes.</summary>
    public void Dispose()
    {
    }
}
