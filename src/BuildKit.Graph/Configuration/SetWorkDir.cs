using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the working directory; a relative one is joined to the one before (Dockerfile reference, <c>WORKDIR</c>).</summary>
/// <param name="Path">As written.</param>
public sealed record SetWorkDir(string Path) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"WorkDir {Path}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { WorkingDir = ImagePath.Resolve(config.WorkingDir, Path) };
}
