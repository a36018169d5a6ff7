namespace BuildKit.Oci.Registry.Credentials;

/// <summary>One login for one registry: what <c>buildkit login</c> tries before it is written anywhere.</summary>
/// <param name="host">Host and port as in a reference.</param>
/// <param name="credential">The login.</param>
public sealed class FixedCredentials(string host, RegistryCredential credential) : ICredentialSource
{
    /// <inheritdoc />
    public Task<RegistryCredential?> FindAsync(string wanted, CancellationToken ct) =>
        Task.FromResult(string.Equals(host, wanted, StringComparison.OrdinalIgnoreCase) ? credential : null);
}
