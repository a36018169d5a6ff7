using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

public sealed class RegistryTlsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-tls-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_even_on_loopback()
    {
        await using RegistryProcess registry = await StartSecureAsync();
        using RegistryClient client = Client();
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(registry.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryTlsFailed, failure.Code);
        Assert.Contains("SSL_CERT_FILE", failure.Advice);
        Assert.DoesNotContain(await registry.RequestsAsync(Ct), line => line.Path.Contains("manifests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Insecure_takes_any_certificate()
    {
        await using RegistryProcess registry = await StartSecureAsync();
        using var client = new RegistryClient(RegistryOptions.Default with { Insecure = true });
        Assert.Null(await client.Repository(registry.Host, "api").ResolveAsync("1", Ct));
    }

    [Fact]
    public async Task Plain_http_is_for_loopback_only()
    {
        Assert.True(BuildKit.Oci.Registry.Http.RegistryEndpoint.IsLoopback("localhost"));
        Assert.True(BuildKit.Oci.Registry.Http.RegistryEndpoint.IsLoopback("127.9.9.9"));
        Assert.True(BuildKit.Oci.Registry.Http.RegistryEndpoint.IsLoopback("[::1]"));
        Assert.False(BuildKit.Oci.Registry.Http.RegistryEndpoint.IsLoopback("localhost.example.com"));
        Assert.False(BuildKit.Oci.Registry.Http.RegistryEndpoint.IsLoopback("127.0.0.1.example.com"));
        Assert.False(BuildKit.Oci.Registry.Http.RegistryEndpoint.IsLoopback("10.0.0.1"));
        using var http = new HttpClient();
        var directory = new BuildKit.Oci.Registry.Http.EndpointDirectory(http, RegistryOptions.Default);
        BuildKit.Oci.Registry.Http.RegistryEndpoint endpoint = await directory.FindAsync(
            new BuildKit.Oci.Registry.Http.RequestSubject("registry.example.com:5000", "", "", []), Ct);
        Assert.Equal("https://registry.example.com:5000/", endpoint.Root.ToString());
    }

    private Task<RegistryProcess> StartSecureAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        string certificateFile = Path.Combine(folder, "cert.pem");
        string keyFile = Path.Combine(folder, "key.pem");
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return StartAsync(new RegistryProcessOptions { CertificateFile = certificateFile, KeyFile = keyFile });
    }
}
