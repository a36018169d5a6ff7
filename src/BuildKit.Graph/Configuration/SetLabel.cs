using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets a label; never part of a cache key.</summary>
public sealed record SetLabel(string Name, string Value) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Label {Name}={Value}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { Labels = config.Labels.SetItem(Name, Value) };
}
