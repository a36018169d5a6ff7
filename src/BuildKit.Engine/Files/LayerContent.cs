using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Files;

/// <summary>A file of an unpacked layer.</summary>
public sealed record LayerContent(Digest DiffId, TreePath Path) : PlannedContent;
