namespace BuildKit.Graph.Mounts;

/// <summary>A secret and where its value comes from when a step needs it.</summary>
/// <param name="Id">The name that the Buildfile declares it under.</param>
/// <param name="EnvironmentVariable">The variable of the invoking process, or null.</param>
/// <param name="File">The file on the host, or null. Exactly one of the two is given.</param>
public sealed record SecretSource(string Id, string? EnvironmentVariable, string? File);
