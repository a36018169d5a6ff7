using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Containers;

/// <summary>One container of an image, as <c>buildkit run</c> asks for it. It is removed when it ends.</summary>
public sealed record ContainerRequest
{
    /// <summary>The image's layer folders, the lowest first.</summary>
    public required ImmutableArray<string> Layers { get; init; }

    /// <summary>How the image says that a container starts.</summary>
    public required ContainerConfig Config { get; init; }

    /// <summary>The image's users and groups.</summary>
    public required UserDatabase Users { get; init; }

    /// <summary>Replaces the image's entrypoint, and drops its command; null keeps both. One empty string means none.</summary>
    public ImmutableArray<string>? Entrypoint { get; init; }

    /// <summary>Replaces the image's command where not empty.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Variables that replace or follow the image's.</summary>
    public ImmutableArray<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>The directory; null for the image's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary><c>user[:group]</c>; null for the image's.</summary>
    public string? User { get; init; }

    /// <summary>The host name inside, and the entry in /etc/hosts.</summary>
    public string Name { get; init; } = "buildkit";

    /// <summary>Whether the container shares the host's network.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>Volumes in the order given.</summary>
    public ImmutableArray<ContainerVolume> Volumes { get; init; } = [];

    /// <summary>Whether standard input is passed on (<c>-i</c>).</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether it gets a terminal (<c>-t</c>).</summary>
    public bool Tty { get; init; }

    /// <summary>Memory limit in bytes; null for none.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>CPU limit in cores; null for none.</summary>
    public double? Cpus { get; init; }

    /// <summary>
    /// An existing folder, on the layers' kind of filesystem, that a folder for the container's changes is made in and removed
    /// from; null keeps changes in memory.
    /// </summary>
    public string? ScratchDirectory { get; init; }
}
