using System.Collections.Immutable;
using System.Text.Json;

namespace BuildKit.Oci.Images;

/// <summary>Descriptors, platforms and annotations within documents, read and written.</summary>
internal static class DescriptorJson
{
    /// <summary>Sixteen tebibytes: more is a mistake or an attack.</summary>
    private const long MaxSize = 1L << 44;

    public static Descriptor Read(JsonFields fields)
    {
        long size = fields.Integer("size") ?? throw fields.Invalid("size", "is missing");
        if (size is < 0 or > MaxSize)
        {
            throw fields.Invalid("size", $"({size}) is out of range");
        }

        return new Descriptor(fields.RequiredString("mediaType"), fields.Digest("digest"), size)
        {
            Platform = fields.Object("platform") is { } platform ? ReadPlatform(platform) : null,
            ArtifactType = fields.NonEmpty("artifactType"),
            Annotations = fields.Map("annotations") is { Count: > 0 } annotations ? annotations : null,
            Urls = fields.Strings("urls") is { Length: > 0 } urls ? urls : null,
        };
    }

    public static Platform ReadPlatform(JsonFields fields) =>
        new(fields.RequiredString("os"), fields.RequiredString("architecture"), fields.NonEmpty("variant"));

    public static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
        if (descriptor.Urls is { Length: > 0 } urls)
        {
            WriteStrings(json, "urls", urls);
        }

        WriteMap(json, "annotations", descriptor.Annotations);
        if (descriptor.Platform is { } platform)
        {
            json.WriteStartObject("platform");
            json.WriteString("architecture", platform.Architecture);
            json.WriteString("os", platform.Os);
            WriteOptional(json, "variant", platform.Variant);
            json.WriteEndObject();
        }

        WriteOptional(json, "artifactType", descriptor.ArtifactType);
        json.WriteEndObject();
    }

    public static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteStrings(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void WriteMap(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string>? map)
    {
        if (map is not { Count: > 0 })
        {
            return;
        }

        // Ordered again: a dictionary with another comparer must not reach the bytes.
        json.WriteStartObject(name);
        foreach ((string key, string value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
