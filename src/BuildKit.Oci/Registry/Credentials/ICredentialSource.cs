namespace BuildKit.Oci.Registry.Credentials;

/// <summary>Knows logins of registries.</summary>
public interface ICredentialSource
{
    /// <summary>The login for a registry, or null where none is known.</summary>
    /// <param name="host">Host and port as in a reference, such as <c>localhost:5000</c>.</param>
    /// <param name="ct">Stops the search.</param>
    /// <exception cref="BuildKitException">A file or helper that should know it failed.</exception>
    Task<RegistryCredential?> FindAsync(string host, CancellationToken ct);
}
