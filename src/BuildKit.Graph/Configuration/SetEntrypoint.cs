using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the entrypoint. The command of the base means nothing to another entrypoint and is dropped (Dockerfile reference, <c>ENTRYPOINT</c>).</summary>
/// <param name="Arguments">The program and its arguments; empty for none.</param>
/// <param name="KeepsCommand">Whether the command was set by this Buildfile before, and so stays.</param>
public sealed record SetEntrypoint(ImmutableArray<string> Arguments, bool KeepsCommand) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Entrypoint {string.Join(' ', Arguments)}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with
    {
        Entrypoint = Arguments.IsEmpty ? null : Arguments,
        Cmd = KeepsCommand ? config.Cmd : null,
    };
}
