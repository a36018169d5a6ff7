using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>One change of a container configuration. The hierarchy is closed: one record for each configuration step of the language.</summary>
public abstract record ConfigChange
{
    /// <summary>One line for people, such as <c>Env PORT=8080</c>.</summary>
    public abstract string Display { get; }

    /// <summary>The configuration after the change.</summary>
    public abstract ContainerConfig Apply(ContainerConfig config);
}
