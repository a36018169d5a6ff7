using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>The JSON form of an image manifest (OCI image-spec, manifest.md). The bytes depend on the value alone.</summary>
public static class ImageManifestJson
{
    /// <summary>Writes the document: UTF-8, members in the order of the specification, no white space between them.</summary>
    public static byte[] Write(ImageManifest value) => JsonBytes.Write(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", value.MediaType);
        DescriptorJson.WriteOptional(json, "artifactType", value.ArtifactType);
        json.WritePropertyName("config");
        DescriptorJson.Write(json, value.Config);
        json.WriteStartArray("layers");
        foreach (Descriptor layer in value.Layers)
        {
            DescriptorJson.Write(json, layer);
        }

        json.WriteEndArray();
        if (value.Subject is { } subject)
        {
            json.WritePropertyName("subject");
            DescriptorJson.Write(json, subject);
        }

        DescriptorJson.WriteMap(json, "annotations", value.Annotations);
    });

    /// <summary>Reads the document; see <see cref="ManifestDocument.Read"/>.</summary>
    /// <exception cref="BuildKitException">It is not such a document (BK5001 to BK5004).</exception>
    public static ImageManifest Read(ReadOnlyMemory<byte> json, string? mediaType, string where) =>
        ManifestDocument.Read(json, mediaType, where).Manifest
        ?? throw new BuildKitException(OciErrorCodes.DocumentInvalid, $"{where} is an index where a single image's manifest was expected.", "Name one platform's manifest.");

    internal static ImageManifest Read(JsonFields fields, string mediaType) =>
        new(mediaType, DescriptorJson.Read(fields.RequiredObject("config")), [.. (fields.Objects("layers") ?? []).Select(DescriptorJson.Read)])
        {
            ArtifactType = fields.NonEmpty("artifactType"),
            Subject = fields.Object("subject") is { } subject ? DescriptorJson.Read(subject) : null,
            Annotations = fields.Map("annotations") is { Count: > 0 } annotations ? annotations : null,
        };
}
