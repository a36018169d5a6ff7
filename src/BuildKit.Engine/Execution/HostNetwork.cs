using System.Collections.Immutable;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>
/// What a run with the network takes from this machine: resolver, host names, certificate authorities, proxies. All of it comes as read-only mounts
/// and variables of the process, so that nothing reaches a key or a layer.
/// </summary>
internal static class HostNetwork
{
    /// <summary>Where a run sees the certificate authorities.</summary>
    internal const string AuthoritiesInside = "/run/buildkit/ca-certificates.crt";

    /// <summary>The variable that names the file of certificate authorities, of the invoking process and of the run.</summary>
    internal const string AuthoritiesVariable = "SSL_CERT_FILE";

    private static readonly string[] Authorities =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    private static readonly string[] Variables =
    [
        "http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy",
        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY",
        "NUGET_CERT_REVOCATION_MODE",
    ];

    /// <summary>The mounts.</summary>
    /// <param name="environment">The invoking process's variables.</param>
    internal static IEnumerable<SandboxMount> Mounts(IReadOnlyDictionary<string, string> environment)
    {
        foreach (string file in new[] { "/etc/resolv.conf", "/etc/hosts" })
        {
            if (File.Exists(file))
            {
                yield return new SandboxMount(file, file, ReadOnly: true);
            }
        }

        if (AuthoritiesOf(environment) is { } authorities)
        {
            yield return new SandboxMount(AuthoritiesInside, authorities, ReadOnly: true);
        }
    }

    /// <summary>The variables; those that the run sets itself stay as they are.</summary>
    internal static ImmutableArray<EnvironmentVariable> AddTo(
        ImmutableArray<EnvironmentVariable> env, IReadOnlyDictionary<string, string> environment)
    {
        IEnumerable<EnvironmentVariable> added = Variables
            .Where(environment.ContainsKey)
            .Select(name => new EnvironmentVariable(name, environment[name]));
        if (AuthoritiesOf(environment) is not null)
        {
            added = added.Append(new EnvironmentVariable(AuthoritiesVariable, AuthoritiesInside));
        }

        return [.. env, .. added.Where(variable => env.All(known => known.Name != variable.Name))];
    }

    /// <summary>The machine's file of certificate authorities; null where there is none.</summary>
    /// <param name="environment">The invoking process's variables.</param>
    internal static string? AuthoritiesOf(IReadOnlyDictionary<string, string> environment) => NamedAuthorities(environment) ?? Authorities.FirstOrDefault(File.Exists);

    /// <summary>The file that the invoking process names; null where it names none that is there.</summary>
    /// <param name="environment">The invoking process's variables.</param>
    internal static string? NamedAuthorities(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue(AuthoritiesVariable, out string? file) && File.Exists(file) ? file : null;
}
