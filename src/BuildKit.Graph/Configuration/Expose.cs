using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Declares a port that the container listens on.</summary>
/// <param name="Port"><c>port/protocol</c>, such as <c>8080/tcp</c>.</param>
public sealed record Expose(string Port) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Expose {Port}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { ExposedPorts = config.ExposedPorts.Add(Port) };
}
