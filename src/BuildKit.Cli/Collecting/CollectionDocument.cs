using System.Buffers;
using System.Text;
using System.Text.Json;
using BuildKit.Engine.Collection;

namespace BuildKit.Cli.Collecting;

/// <summary>What <c>buildkit gc --json</c> prints (schemas/collection.schema.json).</summary>
internal static class CollectionDocument
{
    /// <summary>The document, ending in a line feed.</summary>
    public static string Write(CollectionReport report, bool isDryRun)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteBoolean("dryRun", isDryRun);
            json.WriteStartObject("removed");
            foreach (CollectedKind kind in report.Removed)
            {
                json.WriteStartObject(kind.Name);
                json.WriteNumber("count", kind.Count);
                json.WriteNumber("bytes", kind.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteNumber("removedBytes", report.RemovedBytes);
            json.WriteNumber("keptBytes", report.KeptBytes);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
