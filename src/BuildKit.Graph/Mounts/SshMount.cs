namespace BuildKit.Graph.Mounts;

/// <summary>The socket of an agent of ssh on the builder's machine, which the run finds by <c>SSH_AUTH_SOCK</c>. Only the id reaches a key.</summary>
/// <param name="Id">Which agent: <see cref="DefaultId"/> is the invoker's own.</param>
public sealed record SshMount(string Target, string Id) : Mount(Target)
{
    /// <summary>The id where the Buildfile names none.</summary>
    public const string DefaultId = "default";

    /// <summary>The place of the socket where the Buildfile names none.</summary>
    public const string DefaultTarget = "/run/buildkit/ssh-agent";

    /// <summary>The variable by which the programs of ssh find the socket.</summary>
    public const string Variable = "SSH_AUTH_SOCK";
}
