using System.Collections.Immutable;

namespace BuildKit.Delivery.Releases;

/// <summary>The JSON form of a release (schemas/release.schema.json).</summary>
internal sealed record ReleaseDocument(ImmutableArray<ReleaseImageDocument> Images);
