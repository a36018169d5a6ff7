using System.Collections.Immutable;
using BuildKit.Oci;

namespace BuildKit.Graph.Facts;

/// <summary>Where nobody evaluates .NET projects: every question is an error.</summary>
public sealed class NoProjectFacts : IProjectFacts
{
    private NoProjectFacts()
    {
    }

    /// <summary>The only one.</summary>
    public static NoProjectFacts Instance { get; } = new();

    /// <inheritdoc />
    public DotNetProject Resolve(ProjectQuery query) => throw Unknown();

    /// <inheritdoc />
    public ImmutableArray<string> ProjectsOf(string solution) => throw Unknown();

    private static BuildKitException Unknown() =>
        new(GraphDiagnosticCodes.NoSdk, "nothing here can evaluate .NET projects", "Build with the tool buildkit, or give the engine IProjectFacts.");
}
