using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the shell that later runs hand their script to, as its last argument.</summary>
/// <param name="Arguments">At least the program.</param>
public sealed record SetShell(ImmutableArray<string> Arguments) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Shell {string.Join(' ', Arguments)}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { Shell = Arguments };
}
