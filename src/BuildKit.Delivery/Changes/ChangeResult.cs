using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;

namespace BuildKit.Delivery.Changes;

/// <summary>What a deployment, promotion or rollback did.</summary>
/// <param name="Release">The release that is now in effect.</param>
/// <param name="Record">Its record.</param>
/// <param name="WasThere">Whether it was in effect before, so that nothing changed.</param>
/// <param name="MovedBytes">Bytes of images that were transferred.</param>
public sealed record ChangeResult(Release Release, PromotionRecord Record, bool WasThere, long MovedBytes);
