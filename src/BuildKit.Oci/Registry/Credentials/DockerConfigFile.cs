namespace BuildKit.Oci.Registry.Credentials;

/// <summary>
/// Docker's <c>config.json</c>: logins under <c>auths</c> (base64 of <c>name:password</c>), in helpers under <c>credHelpers</c>
/// and <c>credsStore</c>. podman's <c>auth.json</c> has the same form.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
public sealed class DockerConfigFile(string path) : ICredentialSource
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <inheritdoc />
    public Task<RegistryCredential?> FindAsync(string host, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>
    /// Remembers a login: in the helper that is configured for the host, else in the file, which is replaced whole with mode 0600
    /// and keeps every field that is not understood.
    /// </summary>
    /// <exception cref="BuildKitException">The helper failed, or the file is not valid or not writable.</exception>
    public Task StoreAsync(string host, RegistryCredential credential, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Forgets a login; false where none was known.</summary>
    /// <exception cref="BuildKitException">The helper failed, or the file is not valid or not writable.</exception>
    public Task<bool> EraseAsync(string host, CancellationToken ct) => throw new NotSupportedException();
}
