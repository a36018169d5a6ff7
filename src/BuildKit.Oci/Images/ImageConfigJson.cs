using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>
/// The JSON form of an image configuration (OCI image-spec, config.md, with Docker's <c>Healthcheck</c> and <c>Shell</c>).
/// The bytes depend on the value alone. Members that <see cref="ImageConfig"/> has no place for are not kept: Docker's
/// <c>container</c>, <c>container_config</c>, <c>docker_version</c>, <c>OnBuild</c>, <c>Hostname</c> and the like say nothing about
/// how the image runs; a check's <c>StartInterval</c>, the authors in the history and Windows's <c>os.version</c> are lost.
/// </summary>
public static class ImageConfigJson
{
    /// <summary>Writes the document: UTF-8, members in a fixed order, no white space between them.</summary>
    public static byte[] Write(ImageConfig value) => JsonBytes.Write(json =>
    {
        WriteTime(json, "created", value.Created);
        DescriptorJson.WriteOptional(json, "author", value.Author);
        json.WriteString("architecture", value.Platform.Architecture);
        json.WriteString("os", value.Platform.Os);
        DescriptorJson.WriteOptional(json, "variant", value.Platform.Variant);
        json.WritePropertyName("config");
        ContainerConfigJson.Write(json, value.Config);
        json.WriteStartObject("rootfs");
        json.WriteString("type", "layers");
        DescriptorJson.WriteStrings(json, "diff_ids", [.. value.DiffIds.Select(d => d.ToString())]);
        json.WriteEndObject();
        json.WriteStartArray("history");
        foreach (HistoryEntry entry in value.History)
        {
            WriteHistory(json, entry);
        }

        json.WriteEndArray();
    });

    /// <summary>Reads the document.</summary>
    /// <param name="json">UTF-8, at most 4 MiB.</param>
    /// <param name="where">What messages call it.</param>
    /// <exception cref="BuildKitException">It is not such a document (BK5001 to BK5003).</exception>
    public static ImageConfig Read(ReadOnlyMemory<byte> json, string where)
    {
        JsonFields fields = JsonFields.Parse(json, where);
        JsonFields rootfs = fields.RequiredObject("rootfs");
        if (rootfs.RequiredString("type") != "layers")
        {
            throw rootfs.Invalid("type", "is not 'layers'");
        }

        return new ImageConfig(
            DescriptorJson.ReadPlatform(fields),
            fields.Object("config") is { } config ? ContainerConfigJson.Read(config) : ContainerConfig.Empty,
            [.. (rootfs.Strings("diff_ids") ?? []).Select(text => ReadDiffId(text, rootfs))],
            [.. (fields.Objects("history") ?? []).Select(ReadHistory)],
            ReadTime(fields, "created"),
            fields.NonEmpty("author"));
    }

    private static Digest ReadDiffId(string text, JsonFields rootfs) =>
        Digest.TryParse(text, out Digest digest) ? digest : throw rootfs.Invalid("diff_ids", "holds what is no digest");

    private static HistoryEntry ReadHistory(JsonFields fields) =>
        new(ReadTime(fields, "created"), fields.NonEmpty("created_by"), fields.NonEmpty("comment"), fields.Flag("empty_layer"));

    private static DateTimeOffset? ReadTime(JsonFields fields, string name)
    {
        if (fields.NonEmpty(name) is not { } text)
        {
            return null;
        }

        return Rfc3339.TryParse(text, out DateTimeOffset time) ? time : throw fields.Invalid(name, "is no time such as 2026-01-31T12:00:00Z");
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            json.WriteString(name, Rfc3339.Format(value));
        }
    }

    private static void WriteHistory(Utf8JsonWriter json, HistoryEntry entry)
    {
        json.WriteStartObject();
        WriteTime(json, "created", entry.Created);
        DescriptorJson.WriteOptional(json, "created_by", entry.CreatedBy);
        DescriptorJson.WriteOptional(json, "comment", entry.Comment);
        if (entry.EmptyLayer)
        {
            json.WriteBoolean("empty_layer", true);
        }

        json.WriteEndObject();
    }
}
