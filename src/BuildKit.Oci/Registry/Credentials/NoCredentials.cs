namespace BuildKit.Oci.Registry.Credentials;

/// <summary>Knows no login: everything is asked for anonymously.</summary>
public sealed class NoCredentials : ICredentialSource
{
    private NoCredentials()
    {
    }

    /// <summary>The only one.</summary>
    public static NoCredentials Instance { get; } = new();

    /// <inheritdoc />
    public Task<RegistryCredential?> FindAsync(string host, CancellationToken ct) => Task.FromResult<RegistryCredential?>(null);
}
