using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>Sets the user of later runs and of containers.</summary>
/// <param name="User"><c>user[:group]</c>, names or numbers.</param>
public sealed record SetUser(string User) : ConfigChange
{
    /// <inheritdoc />
    public override string Display => $"User {User}";

    /// <inheritdoc />
    public override ContainerConfig Apply(ContainerConfig config) => config with { User = User };
}
