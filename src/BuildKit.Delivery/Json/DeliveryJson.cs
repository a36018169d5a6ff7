using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BuildKit.Oci;

namespace BuildKit.Delivery.Json;

/// <summary>Documents to bytes that depend on the value alone, and back.</summary>
internal static class DeliveryJson
{
    // The relaxed encoder leaves '+' and '<' as they are: digests are of these bytes, and media types hold a plus.
    public static DeliveryJsonContext Context { get; } =
        new(new JsonSerializerOptions(DeliveryJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>Reads a document; members that are not known are passed over.</summary>
    /// <param name="code">The code of the failure where it is no such document.</param>
    /// <param name="where">What the failure calls it.</param>
    public static T Read<T>(byte[] document, JsonTypeInfo<T> type, string code, string where)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(document, type) ?? throw new JsonException("the document is null");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new BuildKitException(
                code, $"{where} is not what it should be: {failure.Message}", "Somebody changed it, or another program wrote it; nothing was taken from it.", failure);
        }
    }
}
