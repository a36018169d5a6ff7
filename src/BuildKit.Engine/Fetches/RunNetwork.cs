using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Fetches;

/// <summary>The network of one run with a list of hosts: a loopback device, and a proxy on it. Both end when this is disposed.</summary>
internal sealed class RunNetwork : IAsyncDisposable
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1"];

    private readonly SandboxNetwork network;
    private readonly ProxyServer proxy;
    private readonly string authorities;
    private readonly ImmutableArray<EnvironmentVariable> variables;

    private RunNetwork(SandboxNetwork network, Socket listener, ProxyRules rules, string authorities, NetworkAccess access)
    {
        this.network = network;
        this.authorities = authorities;
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        variables = [.. VariablesOf(port, access)];
        proxy = new ProxyServer(listener, rules);
    }

    /// <summary>Makes the namespace and starts the proxy.</summary>
    /// <param name="authorities">The file of certificate authorities that the run trusts.</param>
    internal static async Task<RunNetwork> OpenAsync(ISandbox sandbox, ProxyRules rules, string authorities, NetworkAccess access, CancellationToken ct)
    {
        SandboxNetwork network = await sandbox.CreateNetworkAsync(ct);
        try
        {
            return new RunNetwork(network, NamespaceListener.Open(network), rules, authorities, access);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The process in this network. Variables that it has already stay as they are.</summary>
    internal SandboxSpec Join(SandboxSpec spec) => spec with
    {
        Network = network,
        Mounts = [new SandboxMount(HostNetwork.AuthoritiesInside, authorities, ReadOnly: true), .. spec.Mounts],
        Env = [.. spec.Env, .. variables.Where(variable => spec.Env.All(known => known.Name != variable.Name))],
    };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await network.DisposeAsync();
    }

    private static IEnumerable<EnvironmentVariable> VariablesOf(int port, NetworkAccess access)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        foreach (string name in new[] { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY" })
        {
            yield return new EnvironmentVariable(name, address);
        }

        // What the run itself serves is not asked of the proxy, unless the list names this machine.
        string direct = string.Join(',', Loopback.Where(name => access.Hosts.All(host => host.Name != name)));
        foreach (string name in new[] { "no_proxy", "NO_PROXY" })
        {
            yield return new EnvironmentVariable(name, direct);
        }

        foreach (string name in new[] { HostNetwork.AuthoritiesVariable, "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO" })
        {
            yield return new EnvironmentVariable(name, HostNetwork.AuthoritiesInside);
        }

        // There is no list of revoked certificates of an authority that lives as long as a build.
        yield return new EnvironmentVariable("NUGET_CERT_REVOCATION_MODE", "offline");
    }
}
