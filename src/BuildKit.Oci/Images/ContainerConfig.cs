using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>The <c>config</c> object of an image configuration (OCI image-spec, config.md, "Properties"): how a container of the image starts.</summary>
public sealed record ContainerConfig
{
    /// <summary>An image's configuration that says nothing.</summary>
    public static ContainerConfig Empty { get; } = new();

    /// <summary><c>user[:group]</c>, names or numbers; empty for root.</summary>
    public string? User { get; init; }

    /// <summary><c>port/protocol</c>, in ordinal order.</summary>
    public ImmutableSortedSet<string> ExposedPorts { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The environment in declaration order, one value a name.</summary>
    public ImmutableArray<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>The program and its first arguments; null where the image has none.</summary>
    public ImmutableArray<string>? Entrypoint { get; init; }

    /// <summary>The arguments that a user replaces; null where the image has none.</summary>
    public ImmutableArray<string>? Cmd { get; init; }

    /// <summary>Paths of volumes, in ordinal order.</summary>
    public ImmutableSortedSet<string> Volumes { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The absolute working directory; null for <c>/</c>.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Labels, in ordinal order of their keys.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The signal that asks the container to end, such as <c>SIGTERM</c>.</summary>
    public string? StopSignal { get; init; }

    /// <summary>Docker's health check; null where the image has none.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>Docker's shell for shell-form commands; null for <c>/bin/sh -ec</c>.</summary>
    public ImmutableArray<string>? Shell { get; init; }
}
