using BuildKit.Engine.Native;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>How layers come into a <see cref="SnapshotStore"/>: in a temporary folder, with their index, and then in one rename; and those of archives, unpacked.</summary>
/// <param name="layers">Where layers are kept.</param>
/// <param name="temporary">Where they are made.</param>
/// <param name="maySyncLater">Asked before a layer is put in place: whether somebody else syncs the disk later.</param>
internal sealed class LayerFolders(string layers, string temporary, Func<bool> maySyncLater)
{
    /// <summary>A new folder to make a layer in.</summary>
    internal UpperDirectory Make()
    {
        var folder = new UpperDirectory(Path.Combine(temporary, Path.GetRandomFileName()));
        try
        {
            Directory.CreateDirectory(folder.Upper);
            return folder;
        }
        catch (IOException failure)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.DiskFailed, $"Cannot create the folder '{folder.Upper}': {failure.Message}", "Check that the store's disk is healthy and has free space.", failure);
        }
    }

    /// <summary>Unpacks an uncompressed tar.</summary>
    internal async Task UnpackAsync(Stream tar, Digest diffId, CancellationToken ct)
    {
        using UpperDirectory folder = Make();
        using var content = new HashingStream(tar);
        byte[] index;
        using (var unpacker = new LayerUnpacker(folder.Upper))
        {
            var reader = new LayerReader(content, $"layer {diffId}", LayerReaderOptions.Layer);
            index = await unpacker.UnpackAsync(reader, ct).ConfigureAwait(false);
        }

        await content.CopyToAsync(Stream.Null, ct).ConfigureAwait(false);
        Digest actual = content.Finish();
        if (actual != diffId)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LayerDigestMismatch, $"The layer {diffId} has other bytes, {actual}, than its image says.", "Pull the image again; if it stays so, the image is broken.");
        }

        Publish(folder, index, diffId);
    }

    /// <summary>Puts a folder in its place and takes it; one that is there already stays.</summary>
    internal void Publish(UpperDirectory folder, byte[] index, Digest diffId)
    {
        TreeRemoval.Remove(folder.Work);
        bool isSyncedLater = maySyncLater();
        byte[] name = PathText.Bytes(Path.Combine(folder.Folder, "index"));
        using (SafeFileHandle file = Posix.Open(null, name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, 0x1A4))
        {
            Posix.Write(file, index, name);
            if (!isSyncedLater)
            {
                PosixFile.SynchronizeFileSystem(file, name);
            }
        }

        Directory.CreateDirectory(layers);
        byte[] target = PathText.Bytes(Path.Combine(layers, diffId.Hex));
        int errno = PosixNames.TryRename(null, PathText.Bytes(folder.Folder), null, target, replace: false);
        if (errno is not (0 or Errno.Exists))
        {
            throw DiskFailure.Create(errno, "move a layer to", target);
        }

        // Another process was first; its layer is the same.
        if (errno == Errno.Exists)
        {
            TreeRemoval.Remove(folder.Folder);
        }
    }
}
