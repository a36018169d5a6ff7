using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layouts;

/// <summary>Reads documents from folders that others may have made.</summary>
internal static class SmallFile
{
    /// <summary>The file's bytes, at most 4 MiB.</summary>
    /// <exception cref="BuildKitException">It is missing or empty (BK5031), too large (BK5002) or cannot be read (BK5013).</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken ct)
    {
        FileInfo file = new(path);

        // A pipe or device has no length, and reading it might never end.
        if (!file.Exists || file.Length == 0)
        {
            throw new BuildKitException(OciErrorCodes.LayoutInvalid, $"'{path}' is missing or empty.", "The folder is no complete image: make it again.");
        }

        if (file.Length > StoredDocuments.MaxSize)
        {
            throw new BuildKitException(OciErrorCodes.DocumentTooLarge, $"'{path}' has {file.Length} bytes; a document has at most {StoredDocuments.MaxSize}.", "It is no image document.");
        }

        try
        {
            return await File.ReadAllBytesAsync(path, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (DiskErrors.IsDisk(exception))
        {
            throw DiskErrors.Read(path, exception);
        }
    }
}
