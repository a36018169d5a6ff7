using System.Text.Json;
using System.Text.Json.Serialization;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Json;

/// <summary>A digest as in-toto writes it, <c>{"sha256": "hex"}</c> (attestation spec, DigestSet); others beside it are passed over.</summary>
internal sealed class DigestSetConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("a set of digests is no object");
        }

        Digest found = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? algorithm = reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && Digest.TryParse($"{algorithm}:{reader.GetString()}", out Digest digest))
            {
                found = digest;
            }
            else
            {
                reader.Skip();
            }
        }

        return found.IsEmpty ? throw new JsonException("a set of digests has none that is known") : found;
    }

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(value.Algorithm, value.Hex);
        writer.WriteEndObject();
    }
}
