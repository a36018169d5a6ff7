using System.Text.Json.Serialization;

namespace BuildKit.Delivery.Environments;

/// <summary>How a release came into an environment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PromotionAction>))]
public enum PromotionAction
{
    /// <summary>It was built and pushed.</summary>
    [JsonStringEnumMemberName("deploy")]
    Deploy,

    /// <summary>It was copied from another environment.</summary>
    [JsonStringEnumMemberName("promote")]
    Promote,

    /// <summary>It had been there before.</summary>
    [JsonStringEnumMemberName("rollback")]
    Rollback,
}
