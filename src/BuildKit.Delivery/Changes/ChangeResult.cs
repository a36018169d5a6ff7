using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;

namespace BuildKit.Delivery.Changes;

/// <summary>What a deployment, promotion or rollback did.</summary>
/// <param name="Release">The release that is now in effect.</param>
/// <param name="Record">Its record.</param>
/// <param name="WasThere">Whether it was in effect before, so that nothing changed.</param>
/// <param name="MovedByImage">Bytes that were transferred, for each image in the order of the release; empty where nothing is copied.</param>
public sealed record ChangeResult(Release Release, PromotionRecord Record, bool WasThere, ImmutableArray<long> MovedByImage)
{
    /// <summary>Bytes of images that were transferred.</summary>
    public long MovedBytes => MovedByImage.Sum();
}
