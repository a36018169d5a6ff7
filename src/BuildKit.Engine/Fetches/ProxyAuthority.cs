using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BuildKit.Engine.Fetches;

/// <summary>
/// The authority that vouches to the runs of one build for the proxy's certificates. Its key and theirs are in this process's memory and nowhere else, and nothing but these runs
/// trusts it.
/// </summary>
internal sealed class ProxyAuthority : IDisposable
{
    private const int MostRemembered = 1000;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa hostKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private readonly ConcurrentDictionary<string, SslStreamCertificateContext> contexts = new(StringComparer.Ordinal);

    /// <summary>Makes the keys.</summary>
    internal ProxyAuthority()
    {
        var request = new CertificateRequest("CN=buildkit proxy of one build", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));

        // A clock in a run is the machine's own; a day is for certificates that round it.
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    /// <summary>The authority's certificate, in PEM.</summary>
    internal string Pem => certificate.ExportCertificatePem();

    /// <summary>What the proxy shows for a host.</summary>
    /// <param name="host">A name or an IPv4 address.</param>
    internal SslStreamCertificateContext For(string host)
    {
        // Below a domain a run can think of names without end.
        if (contexts.Count >= MostRemembered)
        {
            contexts.Clear();
        }

        return contexts.GetOrAdd(host, Create);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
        hostKey.Dispose();
    }

    private SslStreamCertificateContext Create(string host)
    {
        // A common name has at most 64 characters (RFC 5280, appendix A.1), and clients look at the alternative names.
        var request = new CertificateRequest("CN=buildkit proxy", hostKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        using X509Certificate2 signed = request.Create(certificate, certificate.NotBefore, certificate.NotAfter, serial);
        return SslStreamCertificateContext.Create(signed.CopyWithPrivateKey(hostKey), additionalCertificates: null, offline: true);
    }
}
