using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;

namespace BuildKit.Graph.Export;

/// <summary>A template's values as a JSON object.</summary>
internal static class TemplateJson
{
    internal static void Write(Utf8JsonWriter json, ImmutableSortedDictionary<string, object> values)
    {
        json.WriteStartObject("values");
        foreach ((string name, object value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (object item in items)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"There is no JSON for a value of type {value.GetType().Name}.");
        }
    }
}
