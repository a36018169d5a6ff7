using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>What a remote cache holds.</summary>
/// <param name="Manifest">Its manifest; null for one that is not there yet.</param>
/// <param name="Entries">Its records, those of the last build first; no key twice.</param>
/// <param name="Trees">Its indexes of layers, likewise; no layer twice.</param>
internal sealed record CacheContent(Descriptor? Manifest, ImmutableArray<CacheEntry> Entries, ImmutableArray<CacheTree> Trees)
{
    /// <summary>Its contents of cache mounts, those of the last build first; one for each id and owner.</summary>
    internal ImmutableArray<CacheFolder> Folders { get; init; } = [];

    /// <summary>One that is not there.</summary>
    internal static CacheContent Empty { get; } = new(null, [], []);
}
