using System.Text.Json;
using System.Text.Json.Serialization;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Json;

/// <summary>A digest as <c>algorithm:hex</c>.</summary>
internal sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Digest.TryParse(reader.GetString(), out Digest digest) ? digest : throw new JsonException("a digest is none");

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
