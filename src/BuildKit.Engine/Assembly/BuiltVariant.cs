using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Assembly;

/// <summary>An image for one platform.</summary>
/// <param name="Platform">What it runs on.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Config">The digest of its configuration, which Docker shows as the image's id.</param>
/// <param name="Layers">The lowest first.</param>
public sealed record BuiltVariant(Platform Platform, Descriptor Manifest, Digest Config, ImmutableArray<BuiltLayer> Layers)
{
    /// <summary>The compressed size of all layers, in bytes.</summary>
    public long Size => Layers.Sum(layer => layer.Blob.Size);
}
