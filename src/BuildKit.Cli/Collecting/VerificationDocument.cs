using System.Buffers;
using System.Text;
using System.Text.Json;
using BuildKit.Engine.Verification;

namespace BuildKit.Cli.Collecting;

/// <summary>What <c>buildkit store verify --json</c> prints (schemas/verification.schema.json).</summary>
internal static class VerificationDocument
{
    /// <summary>The document, ending in a line feed.</summary>
    public static string Write(VerificationReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteBoolean("repaired", report.IsRepaired);
            json.WriteStartArray("findings");
            foreach (StoreFinding finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("code", finding.Code);
                json.WriteString("kind", finding.Kind);
                json.WriteString("path", finding.Path);
                json.WriteString("problem", finding.Problem);
                json.WriteString("consequence", finding.Consequence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("checked");
            foreach (VerifiedKind kind in report.Checked)
            {
                json.WriteStartObject(kind.Name);
                json.WriteNumber("count", kind.Count);
                json.WriteNumber("bytes", kind.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
