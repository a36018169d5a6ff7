using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>The form of a file in <c>results</c> (docs/store.md, "Results").</summary>
internal static class StepRecordJson
{
    internal static byte[] Write(StepRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("key", record.Key.ToString());
            if (record.Layer is { } layer)
            {
                json.WriteString("layer", layer.ToString());
                json.WriteNumber("bytes", record.LayerBytes);
            }

            KeyFramesJson.Write(json, record.Frames);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record; null where the bytes are damaged or belong to another key.</summary>
    internal static StepRecord? Read(byte[] content, Digest key)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.GetProperty("key").GetString() != key.ToString())
            {
                return null;
            }

            ImmutableArray<KeyFrame> frames = KeyFramesJson.Read(root);
            return root.TryGetProperty("layer", out JsonElement layer)
                ? new StepRecord(key, Digest.Parse(layer.GetString() ?? ""), root.GetProperty("bytes").GetInt64(), frames)
                : new StepRecord(key, null, 0, frames);
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
