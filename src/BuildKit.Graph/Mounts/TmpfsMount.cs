namespace BuildKit.Graph.Mounts;

/// <summary>An empty folder in memory.</summary>
/// <param name="SizeBytes">The most it may hold; null for half of the memory.</param>
public sealed record TmpfsMount(string Target, long? SizeBytes) : Mount(Target);
