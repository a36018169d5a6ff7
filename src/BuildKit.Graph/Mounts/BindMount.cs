using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Mounts;

/// <summary>A file or folder of the context or of another step, read-only.</summary>
/// <param name="Source">The context or a step.</param>
/// <param name="Path">The path in the source; <c>.</c> for all of it.</param>
public sealed record BindMount(string Target, CopySource Source, string Path) : Mount(Target);
