using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the arguments that a user of the image replaces (Dockerfile reference, <c>CMD</c> in exec form).</summary>
/// <param name="Arguments">Empty for none.</param>
public sealed record SetCommand(ImmutableArray<string> Arguments) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Command {string.Join(' ', Arguments)}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { Cmd = Arguments.IsEmpty ? null : Arguments };
}
