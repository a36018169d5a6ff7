using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets one variable. A variable that is set already keeps its place in the order and takes the new value.</summary>
/// <param name="Name">Not empty, without <c>=</c> and NUL.</param>
/// <param name="Value">Any text without NUL.</param>
public sealed record SetEnv(string Name, string Value) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"Env {Name}={Value}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) =>
        config with { Env = EnvironmentVariables.Set(config.Env, new EnvironmentVariable(Name, Value)) };
}
