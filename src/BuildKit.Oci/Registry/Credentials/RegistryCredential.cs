namespace BuildKit.Oci.Registry.Credentials;

/// <summary>One login: a name and a password, or a token in the place of either.</summary>
/// <param name="Username">The name; empty where a token stands alone.</param>
/// <param name="Password">The password or access token; empty where there is none.</param>
public sealed record RegistryCredential(string Username, string Password)
{
    /// <summary>An OAuth2 refresh token that is exchanged for access tokens (Docker's <c>identitytoken</c>); null for most.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>A bearer token that is sent to the registry as it is (Docker's <c>registrytoken</c>); null for most.</summary>
    public string? RegistryToken { get; init; }

    /// <summary>Never the secrets: a record would print them.</summary>
    public override string ToString() => $"login of {(Username.Length == 0 ? "a token" : Username)}";
}
