using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the signal that asks the container to end.</summary>
/// <param name="Signal">A name such as <c>SIGTERM</c> or a number.</param>
public sealed record SetStopSignal(string Signal) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"StopSignal {Signal}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { StopSignal = Signal };
}
