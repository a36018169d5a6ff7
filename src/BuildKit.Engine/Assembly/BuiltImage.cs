using System.Collections.Immutable;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Assembly;

/// <summary>An image in the local store.</summary>
/// <param name="Target">The image's declaration.</param>
/// <param name="Name">The name it was given there: <c>&lt;local name&gt;:latest</c>.</param>
/// <param name="Manifest">Its manifest, or its index where it has several platforms.</param>
/// <param name="Variants">One for each platform, in the order declared.</param>
public sealed record BuiltImage(ImageTarget Target, string Name, Descriptor Manifest, ImmutableArray<BuiltVariant> Variants);
