using System.Text;

namespace BuildKit.Engine.Native;

/// <summary>Paths as bytes and as text for people.</summary>
internal static class PathText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path for a message: bytes that are not UTF-8, and control characters, become <c>\xNN</c>.</summary>
    public static string Display(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length);
        while (!path.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(path, out Rune rune, out int consumed) == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune))
            {
                text.Append(rune);
            }
            else
            {
                foreach (byte value in path[..consumed])
                {
                    text.Append($"\\x{value:x2}");
                }
            }

            path = path[consumed..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a path of this machine that came as text.</summary>
    public static byte[] Bytes(string path) => Strict.GetBytes(path);
}
