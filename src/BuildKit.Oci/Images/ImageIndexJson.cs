using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>The JSON form of an image index (OCI image-spec, image-index.md). The bytes depend on the value alone.</summary>
public static class ImageIndexJson
{
    /// <summary>Writes the document: UTF-8, members in the order of the specification, no white space between them.</summary>
    public static byte[] Write(ImageIndex value) => JsonBytes.Write(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", value.MediaType);
        DescriptorJson.WriteOptional(json, "artifactType", value.ArtifactType);
        json.WriteStartArray("manifests");
        foreach (Descriptor manifest in value.Manifests)
        {
            DescriptorJson.Write(json, manifest);
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
    public static ImageIndex Read(ReadOnlyMemory<byte> json, string? mediaType, string where) =>
        ManifestDocument.Read(json, mediaType, where).Index
        ?? throw new BuildKitException(OciErrorCodes.DocumentInvalid, $"{where} is a single image's manifest where an index was expected.", "Name the index.");

    internal static ImageIndex Read(JsonFields fields, string mediaType) =>
        new(mediaType, [.. (fields.Objects("manifests") ?? []).Select(DescriptorJson.Read)])
        {
            ArtifactType = fields.NonEmpty("artifactType"),
            Subject = fields.Object("subject") is { } subject ? DescriptorJson.Read(subject) : null,
            Annotations = fields.Map("annotations") is { Count: > 0 } annotations ? annotations : null,
        };
}
