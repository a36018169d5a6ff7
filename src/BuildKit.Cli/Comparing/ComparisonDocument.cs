using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Cli.Images;
using BuildKit.Oci.Comparison;

namespace BuildKit.Cli.Comparing;

/// <summary>What <c>buildkit diff --json</c> and <c>buildkit verify --json</c> print (schemas/comparison.schema.json).</summary>
internal static class ComparisonDocument
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, ending in a line feed.</summary>
    public static string Write(IEnumerable<NamedComparison> comparisons)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("comparisons");
            foreach (NamedComparison comparison in comparisons)
            {
                WriteComparison(json, comparison);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>The word for a part of an image.</summary>
    public static string NameOf(ComparedPart part) => part switch
    {
        ComparedPart.Layer => "layer",
        ComparedPart.Config => "configuration",
        ComparedPart.Manifest => "manifest",
        _ => "index",
    };

    private static void WriteComparison(Utf8JsonWriter json, NamedComparison comparison)
    {
        json.WriteStartObject();
        json.WriteBoolean("same", comparison.IsSame);
        WriteImage(json, "left", comparison.Left);
        WriteImage(json, "right", comparison.Right);
        json.WriteStartArray("differences");
        foreach (ImageDifference difference in comparison.Differences)
        {
            WriteDifference(json, difference);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, string side, NamedImage image)
    {
        json.WriteStartObject(side);
        json.WriteString("name", image.Name);
        json.WriteString("digest", image.Image.Root.Digest.ToString());
        json.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter json, ImageDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("part", NameOf(difference.Part));
        WriteOptional(json, "platform", difference.Platform);
        if (difference.Layer is { } layer)
        {
            json.WriteNumber("layer", layer);
        }

        WriteOptional(json, "step", difference.Step);
        WriteOptional(json, "path", difference.Path);
        json.WriteString("attribute", difference.Attribute);
        WriteOptional(json, "left", difference.Left);
        WriteOptional(json, "right", difference.Right);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
