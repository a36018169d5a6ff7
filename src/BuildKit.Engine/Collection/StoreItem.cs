using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>Something in a store that is kept or removed as a whole.</summary>
/// <param name="Kind">Its kind's name.</param>
/// <param name="Path">Its file or folder; null for a base, which is in its documents and layers alone.</param>
/// <param name="LastUse">When it was last used.</param>
/// <param name="Bytes">Its own size.</param>
/// <param name="Needs">The layers and blobs that it needs.</param>
internal sealed record StoreItem(string Kind, string? Path, DateTime LastUse, long Bytes, Holdings Needs)
{
    /// <summary>Of a base: what it is.</summary>
    internal Digest? Manifest { get; init; }

    /// <summary>Whether it is a base whose use was never noted, and is to be.</summary>
    internal bool IsUnnoted { get; init; }
}
