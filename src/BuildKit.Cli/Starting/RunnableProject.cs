namespace BuildKit.Cli.Starting;

/// <summary>A project that can be started in a container, and is no test.</summary>
/// <param name="Path">Relative to the folder.</param>
/// <param name="Framework">The one of its target frameworks that it is built for; null where it has only one.</param>
internal sealed record RunnableProject(string Path, string? Framework);
