using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>A file of the build context.</summary>
/// <param name="Root">The context's folder.</param>
/// <param name="Path">The file, from that folder; no link on the way is followed.</param>
public sealed record ContextContent(string Root, LayerPath Path) : PlannedContent;
