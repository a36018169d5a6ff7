using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Export;

/// <summary>The graph as JSON (schemas/graph.schema.json): the same graph always gives the same bytes.</summary>
public static class GraphJson
{
    /// <summary>The version of the document's form.</summary>
    public const int FormatVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, indented, ending in a line feed.</summary>
    public static string Write(BuildGraph graph)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteStartArray("targets");
            foreach (Target target in graph.Targets)
            {
                WriteTarget(json, graph, target);
            }

            json.WriteEndArray();
            EnvironmentJson.Write(json, graph.Environments);
            json.WriteStartArray("steps");
            ImmutableArray<Digest> ids = StepIds.Of(graph);
            for (int i = 0; i < graph.Steps.Length; i++)
            {
                StepJson.Write(json, i, ids[i], graph.Steps[i]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    internal static void WriteOrigin(Utf8JsonWriter json, SourceSpan span)
    {
        json.WriteStartObject("origin");
        json.WriteString("file", span.Source.Path);
        json.WriteNumber("line", span.Position.Line);
        json.WriteNumber("column", span.Position.Column);
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, BuildGraph graph, Target target)
    {
        json.WriteStartObject();
        switch (target)
        {
            case StageTarget stage:
                json.WriteString("kind", "stage");
                json.WriteString("name", stage.Name);
                WriteOrigin(json, stage.Origin);
                json.WriteString("platform", graph[stage.Result].Platform.ToString());
                json.WriteNumber("result", stage.Result.Index);
                break;
            case ImageTarget image:
                json.WriteString("kind", "image");
                json.WriteString("name", image.Name);
                WriteOrigin(json, image.Origin);
                WriteImage(json, image);
                break;
            case TestTarget test:
                json.WriteString("kind", "test");
                json.WriteString("name", test.Name);
                WriteOrigin(json, test.Origin);
                WriteTest(json, test);
                break;
            default:
                throw new InvalidOperationException($"There is no JSON for {target.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    private static void WriteTest(Utf8JsonWriter json, TestTarget test)
    {
        json.WriteString("image", test.Image);
        json.WriteString("platform", test.Platform.ToString());
        json.WriteNumber("result", test.Result.Index);
        if (test.Start is { } start)
        {
            json.WriteStartObject("start");
            json.WriteNumber("port", start.Port);
            RunJson.WriteSeconds(json, "timeoutSeconds", start.Timeout);
            json.WriteEndObject();
        }

        json.WriteStartArray("steps");
        foreach (StepRef step in test.Steps)
        {
            json.WriteNumberValue(step.Index);
        }

        json.WriteEndArray();
    }

    private static void WriteImage(Utf8JsonWriter json, ImageTarget image)
    {
        json.WriteString("localName", image.LocalName);
        if (image.Created is { } created)
        {
            json.WriteString("created", created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        if (image.Revision is { } revision)
        {
            json.WriteString("revision", revision);
        }

        json.WriteStartArray("variants");
        foreach (ImageVariant variant in image.Variants)
        {
            json.WriteStartObject();
            json.WriteString("platform", variant.Platform.ToString());
            json.WriteNumber("result", variant.Result.Index);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
