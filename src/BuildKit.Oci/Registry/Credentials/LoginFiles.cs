namespace BuildKit.Oci.Registry.Credentials;

/// <summary>
/// The files of logins on this machine, in the order in which they are asked: Docker's (<c>$DOCKER_CONFIG/config.json</c>, else
/// <c>~/.docker/config.json</c>), then podman's (<c>$REGISTRY_AUTH_FILE</c>, else <c>$XDG_RUNTIME_DIR/containers/auth.json</c>, else
/// <c>~/.config/containers/auth.json</c>).
/// </summary>
public sealed class LoginFiles : ICredentialSource
{
    /// <summary>A helper may ask its user to unlock a key ring.</summary>
    private static readonly TimeSpan HelperLimit = TimeSpan.FromSeconds(60);

    private readonly DockerConfigFile[] files;

    private LoginFiles(DockerConfigFile[] files) => this.files = files;

    /// <summary>The first file: where logins are written.</summary>
    public DockerConfigFile Primary => files[0];

    /// <summary>Finds the files by the environment of a process.</summary>
    /// <param name="variable">Reads one environment variable; null where it is not set.</param>
    public static LoginFiles Locate(Func<string, string?> variable)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;

        string home = Set("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        string docker = Path.Combine(Set("DOCKER_CONFIG") ?? Path.Combine(home, ".docker"), "config.json");
        string podman = Set("REGISTRY_AUTH_FILE")
            ?? Path.Combine(Set("XDG_RUNTIME_DIR") ?? Path.Combine(home, ".config"), "containers", "auth.json");
        var helpers = new CredentialHelpers(Set("PATH"), HelperLimit);
        return new LoginFiles([new DockerConfigFile(docker, helpers), new DockerConfigFile(podman, helpers)]);
    }

    /// <inheritdoc />
    public async Task<RegistryCredential?> FindAsync(string host, CancellationToken ct)
    {
        foreach (DockerConfigFile file in files)
        {
            if (await file.FindAsync(host, ct).ConfigureAwait(false) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }
}
