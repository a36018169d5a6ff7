using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BuildKit.Oci.Images;

/// <summary>Writes a document into bytes that depend on its calls alone.</summary>
internal static class JsonBytes
{
    // The relaxed encoder leaves '+' and '<' as they are: digests are of these bytes, and media types hold a plus.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
