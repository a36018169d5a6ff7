using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Facts;

/// <summary>What a .NET project says of the container that it runs in, by the items and properties of the SDK's own container support.</summary>
public sealed record ProjectContainer
{
    /// <summary>Where it says nothing.</summary>
    public static ProjectContainer Empty { get; } = new();

    /// <summary>The items <c>ContainerPort</c>, as <c>port/protocol</c>.</summary>
    public ImmutableArray<string> Ports { get; init; } = [];

    /// <summary>The items <c>ContainerEnvironmentVariable</c>.</summary>
    public ImmutableArray<EnvironmentVariable> Variables { get; init; } = [];

    /// <summary>The items <c>ContainerLabel</c>, and what follows from the project's title, version and the like.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary><c>ContainerUser</c>; empty where it says none.</summary>
    public string User { get; init; } = "";

    /// <summary><c>ContainerHealthCheck</c>: the program that tells whether the container is well, and its arguments; empty where it says none.</summary>
    public ImmutableArray<string> HealthCheck { get; init; } = [];
}
