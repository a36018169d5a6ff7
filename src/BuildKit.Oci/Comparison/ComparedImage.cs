using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Comparison;

/// <summary>One side of a comparison.</summary>
/// <param name="Store">Where its documents and layers are.</param>
/// <param name="Root">Its manifest or index.</param>
public sealed record ComparedImage(IContentStore Store, Descriptor Root);
