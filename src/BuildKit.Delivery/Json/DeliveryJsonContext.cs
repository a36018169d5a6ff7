using System.Text.Json.Serialization;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Releases;

namespace BuildKit.Delivery.Json;

/// <summary>The serializers, generated at compile time. Members are written in the order of their declaration; what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(DigestConverter), typeof(TimeConverter)])]
[JsonSerializable(typeof(ReleaseDocument))]
[JsonSerializable(typeof(StatementDocument<PromotionPredicate>))]
[JsonSerializable(typeof(StatementDocument<TestPass>))]
[JsonSerializable(typeof(StatementDocument<SourceFacts>))]
internal sealed partial class DeliveryJsonContext : JsonSerializerContext;
