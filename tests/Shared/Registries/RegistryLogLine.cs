namespace BuildKit.Tests.Registries;

/// <summary>One request as the registry logged it.</summary>
public sealed record RegistryLogLine(string Method, string Path, int Status);
