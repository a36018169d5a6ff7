using System.Text.Json;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Metadata;

/// <summary>One platform of an inspected image.</summary>
/// <param name="Descriptor">Its manifest's descriptor.</param>
/// <param name="Manifest">Its manifest; null where it is not here.</param>
/// <param name="Config">Its configuration; null where it is not here.</param>
/// <param name="ConfigJson">The same, as stored.</param>
internal sealed record InspectedPlatform(Descriptor Descriptor, ImageManifest? Manifest, ImageConfig? Config, byte[] ConfigJson)
{
    /// <summary>Reads what a manifest names.</summary>
    public static async Task<InspectedPlatform> ReadAsync(IContentStore store, Descriptor descriptor, CancellationToken ct)
    {
        // An index may name platforms that were never fetched.
        if (!await store.ExistsAsync(descriptor, ct).ConfigureAwait(false))
        {
            return new InspectedPlatform(descriptor, null, null, []);
        }

        ManifestDocument document = await store.ReadManifestAsync(descriptor, ct).ConfigureAwait(false);
        if (document.Manifest is not { } manifest || manifest.ArtifactType is not null)
        {
            return new InspectedPlatform(descriptor, document.Manifest, null, []);
        }

        byte[] json = await store.ReadBytesAsync(manifest.Config, ct).ConfigureAwait(false);
        ImageConfig config = await store.ReadConfigAsync(manifest.Config, ct).ConfigureAwait(false);
        return new InspectedPlatform(descriptor, manifest, config, json);
    }

    /// <summary>Writes one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("platform", (Config?.Platform ?? Descriptor.Platform)?.ToString() ?? "unknown");
        WriteDescriptor(json, Descriptor);
        if (Manifest is { } manifest && Config is { } config)
        {
            json.WriteString("configDigest", manifest.Config.Digest.ToString());
            json.WriteStartArray("layers");
            for (int i = 0; i < manifest.Layers.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("diffId", i < config.DiffIds.Length ? config.DiffIds[i].ToString() : "");
                WriteDescriptor(json, manifest.Layers[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteConfig(json);
        }

        json.WriteEndObject();
    }

    private void WriteConfig(Utf8JsonWriter json)
    {
        // The image's own document, so that nothing that this program does not know is hidden.
        using JsonDocument document = JsonDocument.Parse(ConfigJson);
        foreach (string member in (string[])["created", "config", "history"])
        {
            if (document.RootElement.TryGetProperty(member, out JsonElement value))
            {
                json.WritePropertyName(member);
                value.WriteTo(json);
            }
        }
    }

    private static void WriteDescriptor(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
    }
}
