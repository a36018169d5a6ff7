using System.Buffers;
using System.Text.Json;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Store;

/// <summary>The form of the small files that hold one descriptor and what it is known by.</summary>
internal static class DescriptorFile
{
    internal static byte[] Format(string? name, Descriptor descriptor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteOptional(json, "name", name);
            json.WriteString("mediaType", descriptor.MediaType);
            json.WriteString("digest", descriptor.Digest.ToString());
            json.WriteNumber("size", descriptor.Size);
            WriteOptional(json, "artifactType", descriptor.ArtifactType);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The name and the descriptor; null where the file is damaged.</summary>
    internal static (string? Name, Descriptor Descriptor)? Parse(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            return Digest.TryParse(Optional(root, "digest"), out Digest digest) && Optional(root, "mediaType") is { } mediaType
                ? (Optional(root, "name"), new Descriptor(mediaType, digest, root.GetProperty("size").GetInt64()) { ArtifactType = Optional(root, "artifactType") })
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
