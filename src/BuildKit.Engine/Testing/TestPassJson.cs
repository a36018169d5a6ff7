using System.Buffers;
using System.Text.Json;
using BuildKit.Engine.Cache;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Testing;

/// <summary>The form of a file in <c>passes</c> (docs/store.md, "Passes").</summary>
internal static class TestPassJson
{
    internal static byte[] Write(TestPass pass)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("key", pass.Key.ToString());
            json.WriteString("test", pass.Test);
            json.WriteNumber("seconds", (decimal)pass.Duration.Ticks / TimeSpan.TicksPerSecond);
            json.WriteNumber("ended", pass.Ended.ToUnixTimeSeconds());
            KeyFramesJson.Write(json, pass.Frames);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a pass; null where the bytes are damaged or belong to another key: a pass that cannot be read is none.</summary>
    internal static TestPass? Read(byte[] content, Digest key)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            var frames = new KeyFrames();
            foreach (KeyFrame frame in KeyFramesJson.Read(root))
            {
                frames.Add(frame.Label, frame.Value);
            }

            // A pass is evidence: it counts only where it says what its name is the digest of.
            return frames.ToDigest() == key
                ? new TestPass(
                    key,
                    root.GetProperty("test").GetString() ?? "",
                    TimeSpan.FromTicks((long)(root.GetProperty("seconds").GetDecimal() * TimeSpan.TicksPerSecond)),
                    DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("ended").GetInt64()),
                    [.. frames.Frames])
                : null;
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
