using BuildKit.Oci;

namespace BuildKit.Cli.Metadata;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file, syncs, and renames over it.</summary>
    /// <exception cref="BuildKitException">The disk or the folder did not take it (BK4309); an older file is as it was.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        string full = FinalTarget(Path.GetFullPath(path));
        if (IsDevice(full))
        {
            // A device or pipe such as /dev/stdout is written to, never replaced.
            var device = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await using (device.ConfigureAwait(false))
            {
                await device.WriteAsync(content, ct).ConfigureAwait(false);
            }

            return;
        }

        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(content, ct).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.OutputNotWritable, $"'{path}' could not be written: {exception.Message}", "Name a file in a folder that exists and that you may write to.", exception);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    // A link is followed, so that what it points to is replaced and not the link.
    private static string FinalTarget(string path) =>
        !IsDevice(path) && File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path;

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
