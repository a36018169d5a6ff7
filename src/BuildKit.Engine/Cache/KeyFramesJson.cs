using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Graph.Keys;

namespace BuildKit.Engine.Cache;

/// <summary>The frames of a key as they are kept with a result: an array of pairs.</summary>
internal static class KeyFramesJson
{
    internal static void Write(Utf8JsonWriter json, IEnumerable<KeyFrame> frames)
    {
        json.WriteStartArray("frames");
        foreach (KeyFrame frame in frames)
        {
            json.WriteStartArray();
            json.WriteStringValue(frame.Label);
            json.WriteStringValue(frame.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    internal static ImmutableArray<KeyFrame> Read(JsonElement document) =>
    [
        .. document.GetProperty("frames").EnumerateArray().Select(frame => new KeyFrame(frame[0].GetString() ?? "", frame[1].GetString() ?? "")),
    ];
}
