using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>What a remote cache holds.</summary>
/// <param name="Manifest">Its manifest; null for one that is not there yet.</param>
/// <param name="Entries">Its records, those of the last build first; no key twice.</param>
internal sealed record CacheContent(Descriptor? Manifest, ImmutableArray<CacheEntry> Entries);
