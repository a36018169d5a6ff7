using BuildKit.Oci.Images;

namespace BuildKit.Oci.Registry;

/// <summary>
/// Connections, tokens and what is known of each registry; one for a process. TLS is spoken everywhere; a loopback host
/// (<c>localhost</c>, 127.0.0.0/8, <c>::1</c>), or any host with <see cref="RegistryOptions.Insecure"/>, may answer in plain HTTP where it does not answer TLS.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    /// <summary>Creates a client that has no connection yet.</summary>
    public RegistryClient(RegistryOptions options) => Options = options;

    internal RegistryOptions Options { get; }

    /// <summary>One repository. Nothing is sent yet.</summary>
    /// <exception cref="BuildKitException">The reference names no registry.</exception>
    public RegistryRepository Repository(ImageReference reference) => reference.Registry is { } host
        ? new RegistryRepository(this, host, reference.Repository)
        : throw new BuildKitException(
            OciErrorCodes.ReferenceWithoutRegistry,
            $"'{reference}' names no registry.",
            "Write the host in front, such as localhost:5000/" + reference.Repository + " or docker.io/library/" + reference.Repository + ".");

    /// <summary>Asks the registry whether it takes the login of <see cref="RegistryOptions.Credentials"/> (<c>buildkit login</c>).</summary>
    /// <exception cref="BuildKitException">It does not, or it did not answer.</exception>
    public Task CheckLoginAsync(string host, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
