using System.Text;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Native;

/// <summary>Paths as bytes and as text for people.</summary>
internal static class PathText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path for a message.</summary>
    public static string Display(ReadOnlySpan<byte> path) => ByteString.Copy(path).ToString();

    /// <summary>The bytes of a path of this machine that came as text.</summary>
    public static byte[] Bytes(string path) => Strict.GetBytes(path);
}
