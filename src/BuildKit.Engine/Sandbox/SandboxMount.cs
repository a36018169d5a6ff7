namespace BuildKit.Engine.Sandbox;

/// <summary>A mount inside the root.</summary>
/// <param name="Target">Absolute path in the root, resolved inside it; made where it is missing.</param>
/// <param name="Source">A file or folder of the host to bind; null for a tmpfs.</param>
/// <param name="ReadOnly">Whether it is read-only, all the way down.</param>
/// <param name="SizeBytes">The most that a tmpfs may hold; null for the kernel's default.</param>
public sealed record SandboxMount(string Target, string? Source, bool ReadOnly, long? SizeBytes = null);
