using System.Net;

namespace BuildKit.Oci.Registry.Http;

/// <summary>The machine's proxy, which is never asked for loopback hosts: a registry on this machine is not reachable through it.</summary>
internal sealed class LoopbackBypassingProxy(IWebProxy machine) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => machine.Credentials;
        set => machine.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : machine.GetProxy(destination);

    public bool IsBypassed(Uri host) => RegistryEndpoint.IsLoopback(host.Host) || machine.IsBypassed(host);
}
