using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Metadata;

/// <summary>What <c>buildkit inspect</c> prints (schemas/inspect.schema.json).</summary>
internal static class InspectDocument
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an image and writes the document as UTF-8, ending in a line feed. Platforms that are not here are named without details.</summary>
    public static async Task<byte[]> WriteAsync(IContentStore store, string name, Descriptor root, CancellationToken ct)
    {
        var platforms = new List<InspectedPlatform>();
        foreach (Descriptor manifest in await ManifestsOfAsync(store, root, ct).ConfigureAwait(false))
        {
            platforms.Add(await InspectedPlatform.ReadAsync(store, manifest, ct).ConfigureAwait(false));
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("mediaType", root.MediaType);
            json.WriteString("digest", root.Digest.ToString());
            json.WriteNumber("size", root.Size);
            json.WriteStartArray("platforms");
            foreach (InspectedPlatform platform in platforms)
            {
                platform.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<ImmutableArray<Descriptor>> ManifestsOfAsync(IContentStore store, Descriptor root, CancellationToken ct)
    {
        if (!MediaTypes.IsIndex(root.MediaType))
        {
            return [root];
        }

        ManifestDocument document = await store.ReadManifestAsync(root, ct).ConfigureAwait(false);
        return document.Index?.Manifests ?? [root];
    }
}
