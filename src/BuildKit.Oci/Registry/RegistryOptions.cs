using BuildKit.Oci.Registry.Credentials;

namespace BuildKit.Oci.Registry;

/// <summary>How registries are spoken to.</summary>
public sealed record RegistryOptions
{
    /// <summary>The defaults: TLS, no login, five tries.</summary>
    public static RegistryOptions Default { get; } = new();

    /// <summary>
    /// Whether unverified certificates, and plain HTTP where TLS is not answered, are taken from any host (<c>--insecure</c>).
    /// Loopback hosts may always answer in plain HTTP.
    /// </summary>
    public bool Insecure { get; init; }

    /// <summary>Where logins come from.</summary>
    public ICredentialSource Credentials { get; init; } = NoCredentials.Instance;

    /// <summary>How often and when a failed request is tried again.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Waits between tries and tells the age of tokens.</summary>
    public IRegistryClock Clock { get; init; } = SystemRegistryClock.Instance;

    /// <summary>How long a connection may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be silent, in either direction, before it counts as cut.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The product and version that registries see.</summary>
    public string UserAgent { get; init; } = "buildkit-dotnet/1";
}
