using System.Globalization;

namespace BuildKit.Engine.Store;

/// <summary>Reads a file that the user names, which may be a device without end.</summary>
internal static class BoundedFile
{
    /// <summary>The whole content.</summary>
    /// <param name="most">In bytes.</param>
    /// <exception cref="IOException">It cannot be read, or is larger.</exception>
    internal static byte[] Read(string path, int most)
    {
        // The length of a pipe or device is not known beforehand.
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] bytes = new byte[(int)Math.Min(most, stream.CanSeek && stream.Length > 0 ? stream.Length : most) + 1];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= most && count < bytes.Length
            ? bytes[..count]
            : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"It is larger than {most / 1024} KiB, or grew while it was read."));
    }
}
