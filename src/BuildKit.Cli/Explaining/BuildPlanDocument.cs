using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Cli.Progress;
using BuildKit.Engine.Explaining;

namespace BuildKit.Cli.Explaining;

/// <summary>What <c>buildkit plan --json</c> prints (schemas/plan.schema.json).</summary>
internal static class BuildPlanDocument
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, ending in a line feed; all steps of the graph that the targets need, those that change the configuration too.</summary>
    public static string Write(ImmutableArray<PlannedStep> steps, StepLabels labels)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("steps");
            foreach (PlannedStep step in steps)
            {
                json.WriteStartObject();
                json.WriteNumber("step", step.Step.Index);
                json.WriteString("scope", labels[step.Step].Scope);
                json.WriteString("display", labels.Graph[step.Step].Display);
                json.WriteString("forecast", ForecastNames.Of(step.Forecast));
                if (step.After is { } after)
                {
                    json.WriteNumber("after", after.Index);
                }

                if (step.Reason is { } reason)
                {
                    json.WriteString("reason", reason);
                }

                WriteList(json, "changes", step.Changes);
                WriteList(json, "files", step.Files);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
