using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BuildKit.Oci.Registry.Credentials;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Tokens;

/// <summary>Gets bearer tokens (distribution's token and OAuth2 specifications).</summary>
internal sealed class TokenServer(HttpClient http, RegistryOptions options)
{
    private const int LongestAnswer = 256 * 1024;
    private static readonly TimeSpan DefaultLife = TimeSpan.FromSeconds(60);

    public async Task<AccessToken> RequestAsync(
        RegistryEndpoint endpoint, Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential, RequestSubject subject, CancellationToken ct)
    {
        Uri realm = Realm(endpoint, challenge, subject);
        RequestSubject asking = subject with { Doing = $"{subject.Doing} (getting a token from {realm.Authority})" };
        using HttpRequestMessage message = credential?.IdentityToken is { Length: > 0 } refresh
            ? Exchange(realm, challenge, scopes, refresh)
            : Query(realm, challenge, scopes, credential);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.IdleTimeout);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                string said = await ErrorBody.ReadAsync(response, options.IdleTimeout, ct).ConfigureAwait(false);

                // Token servers answer a wrong password with 400 as well (OAuth2, invalid_grant).
                HttpStatusCode status = response.StatusCode == HttpStatusCode.BadRequest && credential is not null ? HttpStatusCode.Unauthorized : response.StatusCode;
                throw RegistryFailures.FromAnswer(asking, status, said, credential is not null);
            }

            return await ReadAsync(response, asking, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw RegistryFailures.FromException(asking, failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw RegistryFailures.FromException(asking, new TimeoutException("it did not answer in time"));
        }
    }

    private Uri Realm(RegistryEndpoint endpoint, Challenge challenge, RequestSubject subject)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out Uri? realm) || realm.Scheme is not ("http" or "https"))
        {
            throw RegistryFailures.Invalid(subject, $"the registry names a token server that is no address: '{challenge.Realm}'.");
        }

        // A password must not cross a network in plain text because a registry says so.
        bool plainAllowed = options.Insecure || (endpoint.Root.Scheme == Uri.UriSchemeHttp && RegistryEndpoint.IsLoopback(realm.Host));
        return realm.Scheme == Uri.UriSchemeHttps || plainAllowed
            ? realm
            : throw RegistryFailures.Invalid(subject, $"the registry names a token server without TLS: {realm.Authority}.");
    }

    private static HttpRequestMessage Query(Uri realm, Challenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential)
    {
        var query = new StringBuilder(realm.Query.Length > 1 ? realm.Query : "?");
        void Add(string name, string value) => query.Append(query.Length > 1 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));

        if (challenge.Service is { } service)
        {
            Add("service", service);
        }

        foreach (string scope in scopes)
        {
            Add("scope", scope);
        }

        var message = new HttpRequestMessage(HttpMethod.Get, new Uri(realm.GetLeftPart(UriPartial.Path) + query));
        message.Headers.Authorization = credential is null ? null : Basic(credential);
        return message;
    }

    private static HttpRequestMessage Exchange(Uri realm, Challenge challenge, IReadOnlyList<string> scopes, string refresh) => new(HttpMethod.Post, realm)
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["service"] = challenge.Service ?? "",
            ["client_id"] = "buildkit-dotnet",
            ["scope"] = string.Join(' ', scopes),
            ["refresh_token"] = refresh,
        }),
    };

    /// <summary>The header of basic authentication.</summary>
    public static AuthenticationHeaderValue Basic(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Password}")));

    private async Task<AccessToken> ReadAsync(HttpResponseMessage response, RequestSubject subject, CancellationToken ct)
    {
        byte[] body = await BoundedBody.ReadAsync(response, LongestAnswer, ct).ConfigureAwait(false)
            ?? throw RegistryFailures.Invalid(subject, "the token server's answer is too long.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            string? token = Text(root, "token") ?? Text(root, "access_token");
            if (string.IsNullOrEmpty(token) || token.Any(c => c is < '!' or > '~'))
            {
                throw RegistryFailures.Invalid(subject, "the token server's answer holds no token.");
            }

            TimeSpan life = root.TryGetProperty("expires_in", out JsonElement seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out int whole) && whole > 0
                ? TimeSpan.FromSeconds(whole)
                : DefaultLife;

            // A token that ends while its request is under way would be refused.
            return new AccessToken(token, options.Clock.Now + life * 0.9);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw RegistryFailures.Invalid(subject, string.Create(CultureInfo.InvariantCulture, $"the token server's answer is not JSON ({failure.Message})."));
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
