using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;

namespace BuildKit.Cli.Delivering;

/// <summary>What <c>buildkit status --json</c> prints (schemas/status.schema.json).</summary>
internal static class StatusDocument
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, ending in a line feed.</summary>
    public static string Write(IReadOnlyList<EnvironmentStatus> environments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("environments");
            foreach (EnvironmentStatus status in environments)
            {
                WriteStatus(json, status);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteStatus(Utf8JsonWriter json, EnvironmentStatus status)
    {
        json.WriteStartObject();
        json.WriteString("name", status.Environment.Name);
        json.WriteString("registry", status.Environment.Place.Name);
        json.WriteString("tag", status.Environment.Tag);
        json.WriteString("state", status.State?.Tag switch
        {
            null => "unknown",
            TagState.NeverDeployed => "empty",
            TagState.Agrees or TagState.Unentered when status.Problem is null => "ok",
            _ => "moved",
        });
        WriteOptional(json, "declaredPolicy", status.DeclaredPolicy?.ToString());
        if (status.State?.Head is { } head)
        {
            WriteRecord(json, head);
        }

        if (!status.LeftOvers.IsEmpty)
        {
            json.WriteStartArray("leftOver");
            foreach (LeftOverTag tag in status.LeftOvers)
            {
                json.WriteStartObject();
                json.WriteString("tag", tag.Place);
                json.WriteString("digest", tag.Names.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (status.Problem is { } problem)
        {
            json.WriteStartObject("problem");
            json.WriteString("code", problem.Code);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, PromotionRecord head)
    {
        PromotionPredicate record = head.Predicate;
        json.WriteString("release", head.Release.ToString());
        json.WriteStartObject("images");
        foreach (Subject image in head.Images)
        {
            json.WriteString(image.Name, image.Digest.ToString());
        }

        json.WriteEndObject();
        json.WriteString("record", head.Digest.ToString());
        json.WriteNumber("sequence", record.Sequence);
        json.WriteString("action", record.Action switch
        {
            PromotionAction.Deploy => "deploy",
            PromotionAction.Promote => "promote",
            _ => "rollback",
        });
        json.WriteString("at", record.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("by", record.By);
        WriteOptional(json, "from", record.From);
        WriteOptional(json, "fromRegistry", record.FromRegistry);
        WriteOptional(json, "commit", record.Commit);
        WriteOptional(json, "policy", record.Policy?.ToString());
        json.WriteBoolean("signed", false);
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
