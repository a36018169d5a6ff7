namespace BuildKit.Engine.Containers;

/// <summary>The users and groups of a root filesystem: its /etc/passwd and /etc/group.</summary>
/// <param name="passwd">The content of /etc/passwd, or null where there is none.</param>
/// <param name="group">The content of /etc/group, or null where there is none.</param>
public sealed class UserDatabase(string? passwd, string? group)
{
    /// <summary>Finds who <c>user[:group]</c> is, as Docker does: names or numbers; a number need not be known.</summary>
    /// <param name="user">What the image or the command line says; null or empty for root.</param>
    /// <exception cref="BuildKit.Oci.BuildKitException"><c>BK4013</c> for a name that is not known.</exception>
    public ContainerUser Resolve(string? user) => throw new NotSupportedException(passwd + group);
}
