namespace BuildKit.Engine.Execution;

/// <summary>A secret whose value is known, which is to be shown nowhere.</summary>
/// <param name="Name">What the Buildfile calls it.</param>
/// <param name="Value">Its bytes.</param>
internal sealed record KnownSecret(string Name, byte[] Value);
