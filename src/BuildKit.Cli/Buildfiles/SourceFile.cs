using System.Text;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>One file of Buildfile source on disk.</summary>
internal static class SourceFile
{
    // No one writes four megabytes of Buildfile; a mistaken path to an archive must not fill the memory.
    private const int MaximumBytes = 4 << 20;

    /// <summary>The file's text, without a byte order mark; null where there is no file.</summary>
    /// <exception cref="BuildKitException">It cannot be read as text (BK4303).</exception>
    public static string? Read(string path, string display) => ReadBytes(path, display) is { } bytes ? Decode(bytes, display) : null;

    private static byte[]? ReadBytes(string path, string display)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            // The length of a pipe (-f <(generate)) or a device is not known beforehand.
            using FileStream stream = File.OpenRead(path);
            byte[] bytes = new byte[MaximumBytes + 1];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > MaximumBytes ? throw Unreadable(display, "is larger than 4 MiB", null) : bytes.AsSpan(0, count).ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(display, $"cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static string Decode(byte[] bytes, string display)
    {
        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            throw Unreadable(display, "is not UTF-8 text", exception);
        }
    }

    private static BuildKitException Unreadable(string display, string what, Exception? inner) => new(
        CommandLineErrorCodes.BuildfileUnreadable, $"'{display}' {what}.", "A Buildfile is a text file in UTF-8 that you may read.", inner);
}
