using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>A file of an unpacked layer.</summary>
public sealed record LayerContent(Digest DiffId, LayerPath Path) : PlannedContent;
