using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>A layer of a root filesystem.</summary>
/// <param name="DiffId">Its identity.</param>
/// <param name="Blob">The blob that a base brought it in, which is pushed again as it is; null for a layer that a step made.</param>
internal sealed record RootLayer(Digest DiffId, Descriptor? Blob);
