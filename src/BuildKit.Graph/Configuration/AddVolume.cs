using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Declares a volume.</summary>
/// <param name="Path">An absolute path in the image.</param>
public sealed record AddVolume(string Path) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Volume {Path}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { Volumes = config.Volumes.Add(Path) };
}
