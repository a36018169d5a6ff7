using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>
/// Blobs in a folder, <c>blobs/sha256/HEX</c> (OCI image-spec, image-layout.md, "Blobs"). Content is verified, synced and renamed into
/// place, so a blob that is there is whole. Any number of processes may write at once.
/// </summary>
public sealed class BlobDirectory : IContentStore
{
    private readonly bool verifyReads;
    private readonly string? temporary;

    /// <summary>Works on the folder that holds <c>blobs</c>; it is made when something is written.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="verifyReads">Whether reading verifies digests: for folders that others write.</param>
    /// <param name="temporary">
    /// A folder on the same filesystem for what is being written, which the caller clears of what killed processes left; null for
    /// <c>.tmp-*</c> beside the blobs, locked while in use, which <see cref="RemoveAbandoned"/> removes.
    /// </param>
    public BlobDirectory(string root, bool verifyReads = false, string? temporary = null)
    {
        Root = Path.GetFullPath(root);
        this.verifyReads = verifyReads;
        this.temporary = temporary;
    }

    /// <summary>The folder that holds <c>blobs</c>.</summary>
    public string Root { get; }

    /// <summary>Where the blob lies, or would lie.</summary>
    public string PathOf(Digest digest) => Path.Combine(Root, "blobs", digest.Algorithm, digest.Hex);

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) =>
        Task.FromResult(new FileInfo(PathOf(descriptor.Digest)) is { Exists: true } file && file.Length == descriptor.Size);

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct)
    {
        string path = PathOf(descriptor.Digest);
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new BuildKitException(OciErrorCodes.BlobMissing, $"'{Root}' does not hold {descriptor.Digest}.", "Fetch or build the image again.");
        }

        // Before opening: a pipe in the place of a blob has no length and would block.
        if (file.Length != descriptor.Size)
        {
            throw new BuildKitException(
                OciErrorCodes.ContentMismatch,
                $"'{path}' has {file.Length} bytes instead of {descriptor.Size}.",
                "The file was changed or cut off: remove it, then fetch or build the image again.");
        }

        if (descriptor.Size == 0)
        {
            return Task.FromResult<Stream>(new VerifyingStream(Stream.Null, descriptor, path));
        }

        try
        {
            FileStream stream = new(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 1,
            });
            return Task.FromResult<Stream>(verifyReads ? new VerifyingStream(stream, descriptor, $"'{path}'") : stream);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Read(path, exception);
        }
    }

    /// <inheritdoc />
    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        if (await ExistsAsync(expected, ct).ConfigureAwait(false))
        {
            return;
        }

        string path = PathOf(expected.Digest);
        await using TemporaryFile file = NewFile(Path.GetDirectoryName(path) ?? Root, path);
        await using VerifyingStream verified = new(content, expected, $"The source of '{path}'", leaveOpen: true);
        await verified.CopyToAsync(file.Stream, 128 * 1024, ct).ConfigureAwait(false);
        file.Commit(path);
    }

    /// <summary>Starts a blob whose digest is not known yet, such as one that is being compressed.</summary>
    public BlobWriter Create()
    {
        string directory = Path.Combine(Root, "blobs", "sha256");
        return new BlobWriter(this, NewFile(directory, Path.Combine(directory, "(a new blob)")));
    }

    /// <summary>Removes the temporary files of killed processes: those that nobody holds and that were last written before a time, such as an hour ago.</summary>
    public void RemoveAbandoned(DateTime before)
    {
        TemporaryFile.RemoveAbandoned(Path.Combine(Root, "blobs", "sha256"), before);
        TemporaryFile.RemoveAbandoned(Path.Combine(Root, "blobs", "sha512"), before);
    }

    private TemporaryFile NewFile(string directory, string wanted)
    {
        if (temporary is null)
        {
            return TemporaryFile.Create(directory, wanted);
        }

        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Write(wanted, exception);
        }

        return TemporaryFile.Create(temporary, wanted);
    }
}
