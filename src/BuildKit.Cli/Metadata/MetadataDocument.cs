using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Engine.Assembly;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Metadata;

/// <summary>
/// What <c>--metadata-file</c> writes (schemas/metadata.schema.json): the images of a build. It holds neither times nor paths, so that
/// two builds of one commit write the same bytes.
/// </summary>
internal static class MetadataDocument
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as UTF-8, ending in a line feed.</summary>
    /// <param name="images">In the order asked.</param>
    /// <param name="references">Where each was pushed to, by the name of its target.</param>
    public static byte[] Write(IEnumerable<BuiltImage> images, ILookup<string, string> references)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("tool", $"buildkit {ToolVersion.Text}");
            json.WriteStartArray("images");
            foreach (BuiltImage image in images)
            {
                WriteImage(json, image, references[image.Target.Name]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteImage(Utf8JsonWriter json, BuiltImage image, IEnumerable<string> references)
    {
        json.WriteStartObject();
        json.WriteString("target", image.Target.Name);
        json.WriteString("name", image.Name);
        WriteDescriptor(json, image.Manifest);
        if (image.Target.Revision is { } revision)
        {
            json.WriteString("revision", revision);
        }

        json.WriteStartArray("platforms");
        foreach (BuiltVariant variant in image.Variants)
        {
            json.WriteStartObject();
            json.WriteString("platform", variant.Platform.ToString());
            WriteDescriptor(json, variant.Manifest);
            json.WriteString("config", variant.Config.ToString());
            json.WriteStartArray("layers");
            foreach (BuiltLayer layer in variant.Layers)
            {
                json.WriteStartObject();
                json.WriteString("diffId", layer.DiffId.ToString());
                WriteDescriptor(json, layer.Blob);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("references");
        foreach (string reference in references)
        {
            json.WriteStringValue(reference);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDescriptor(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
    }
}
