using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Engine.Events;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Builds;

/// <summary>The form of a file in <c>builds</c> (schemas/build.schema.json).</summary>
public static class BuildRecordJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as UTF-8.</summary>
    public static byte[] Write(BuildRecord build)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, build);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The document as a value of another one.</summary>
    public static void Write(Utf8JsonWriter json, BuildRecord build)
    {
        json.WriteStartObject();
        json.WriteString("id", build.Id);
        json.WriteString("started", build.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteSeconds(json, build.Duration);
        json.WriteString("buildfile", build.Buildfile);
        WriteAll(json, "parameters", build.Parameters);
        json.WriteStartArray("steps");
        foreach (RecordedStep step in build.Steps)
        {
            json.WriteStartObject();
            json.WriteString("position", step.Position);
            json.WriteString("text", step.Text);
            json.WriteString("outcome", step.Outcome.ToString().ToLowerInvariant());
            WriteSeconds(json, step.Duration);
            json.WriteNumber("layerBytes", step.LayerBytes);
            WriteIfAny(json, "reason", step.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (RecordedImage image in build.Images)
        {
            json.WriteStartObject();
            json.WriteString("name", image.Name);
            json.WriteString("digest", image.Digest.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (build.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("code", failure.Code);
            json.WriteString("message", failure.Message);
            WriteIfAny(json, "position", failure.Position);
            if (failure.ExitCode is { } code)
            {
                json.WriteNumber("exitCode", code);
            }

            WriteAll(json, "output", failure.Output);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a document; null where it is damaged or of another form: it is a memory and no record of anything that counts.</summary>
    public static BuildRecord? Read(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            return new BuildRecord(
                Text(root, "id"),
                DateTimeOffset.Parse(Text(root, "started"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Seconds(root),
                Text(root, "buildfile"),
                All(root, "parameters"),
                [.. root.GetProperty("steps").EnumerateArray().Select(step => new RecordedStep(
                    Text(step, "position"),
                    Text(step, "text"),
                    Enum.Parse<StepOutcome>(Text(step, "outcome"), ignoreCase: true),
                    Seconds(step),
                    step.GetProperty("layerBytes").GetInt64(),
                    Optional(step, "reason")))],
                [.. root.GetProperty("images").EnumerateArray().Select(image => new RecordedImage(Text(image, "name"), Digest.Parse(Text(image, "digest"))))],
                root.TryGetProperty("failure", out JsonElement failure)
                    ? new RecordedFailure(
                        Text(failure, "code"),
                        Text(failure, "message"),
                        Optional(failure, "position"),
                        failure.TryGetProperty("exitCode", out JsonElement code) ? code.GetInt32() : null,
                        All(failure, "output"))
                    : null);
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteSeconds(Utf8JsonWriter json, TimeSpan duration) =>
        json.WriteNumber("seconds", Math.Round((decimal)duration.Ticks / TimeSpan.TicksPerSecond, 3));

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteAll(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException();

    private static string? Optional(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static TimeSpan Seconds(JsonElement element) => TimeSpan.FromTicks((long)(element.GetProperty("seconds").GetDecimal() * TimeSpan.TicksPerSecond));

    private static ImmutableArray<string> All(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetString() ?? "")];
}
