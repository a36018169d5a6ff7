namespace BuildKit.Facts.Projects.Wire;

/// <summary>A package that a project refers to.</summary>
/// <param name="Name">Its id, as the project writes it.</param>
/// <param name="Version">The version or range that is asked for; empty where none is.</param>
public sealed record EvaluatedPackage(string Name, string Version);
