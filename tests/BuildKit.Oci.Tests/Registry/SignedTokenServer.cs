using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using BuildKit.Tests.Registries;

namespace BuildKit.Oci.Tests.Registry;

/// <summary>A token server that a real registry trusts: signs JSON web tokens for what its rule grants.</summary>
public sealed class SignedTokenServer : IAsyncDisposable
{
    private const string Service = "test registry";
    private const string Issuer = "test issuer";
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private readonly string file;

    public SignedTokenServer(string folder)
    {
        certificate = new CertificateRequest("CN=tokens", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        file = Path.Combine(folder, "tokens.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem());
        Server.Rule = Answer;
    }

    public FaultServer Server { get; } = new(null);

    /// <summary>Which of the actions that are asked for are granted, by the Authorization of the one who asks.</summary>
    public Func<string?, string, string[], string[]> Grant { get; set; } = (_, _, actions) => actions;

    /// <summary>The lines of a registry's configuration that make it trust this server.</summary>
    public string Configuration =>
        $"auth: {{token: {{realm: \"http://{Server.Host}/token\", service: \"{Service}\", issuer: \"{Issuer}\", rootcertbundle: {file}}}}}\n";

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        certificate.Dispose();
        key.Dispose();
    }

    private Fault Answer(RecordedRequest request)
    {
        var access = new StringBuilder();
        foreach (string scope in Scopes(request.Path))
        {
            string[] parts = scope.Split(':');
            string actions = string.Join(',', Grant(request.Authorization, parts[1], parts[2].Split(',')).Select(action => $"\"{action}\""));
            access.Append(access.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"type":"{{parts[0]}}","name":"{{parts[1]}}","actions":[{{actions}}]}""");
        }

        return Fault.Answer(200, JsonSerializer.Serialize(new Dictionary<string, string> { ["token"] = Sign(access.ToString()) }));
    }

    private static IEnumerable<string> Scopes(string path) => path[(path.IndexOf('?') + 1)..].Split('&')
        .Where(part => part.StartsWith("scope=", StringComparison.Ordinal))
        .Select(part => Uri.UnescapeDataString(part["scope=".Length..]));

    private string Sign(string access)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string header = $$"""{"typ":"JWT","alg":"ES256","x5c":["{{Convert.ToBase64String(certificate.RawData)}}"]}""";
        string claims = $$"""{"iss":"{{Issuer}}","sub":"tester","aud":"{{Service}}","exp":{{now + 300}},"nbf":{{now - 60}},"iat":{{now - 60}},"jti":"1","access":[{{access}}]}""";
        string text = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Encode(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
