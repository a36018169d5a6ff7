namespace BuildKit.Cli.Buildfiles;

/// <summary>Which Buildfile, as the command line says.</summary>
/// <param name="File">The path given; null for <c>Buildfile</c> in the current folder.</param>
/// <param name="Context">The folder given; null for the Buildfile's own.</param>
/// <param name="Parameters">Values of its <c>param</c>s, as text.</param>
internal sealed record BuildfileSelection(string? File, string? Context, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Whether .NET projects are published into images by an SDK of this machine.</summary>
    public bool PublishesOnHost { get; init; }
}
