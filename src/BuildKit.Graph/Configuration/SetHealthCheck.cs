using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the health check.</summary>
/// <param name="Check">A test of <c>NONE</c> switches off the base's.</param>
public sealed record SetHealthCheck(HealthCheck Check) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"HealthCheck {string.Join(' ', Check.Test)}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { HealthCheck = Check };
}
