using System.Collections.Concurrent;
using System.Net.Http.Headers;
using BuildKit.Oci.Registry.Credentials;
using BuildKit.Oci.Registry.Http;

namespace BuildKit.Oci.Registry.Tokens;

/// <summary>What one registry wants to be shown, learnt from its first refusal; tokens are kept for each set of scopes.</summary>
internal sealed class Authorizer(TokenServer tokens, RegistryOptions options, RegistryEndpoint endpoint)
{
    private readonly ConcurrentDictionary<string, AccessToken> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile Challenge? challenge;
    private RegistryCredential? credential;
    private bool searched;

    /// <summary>Whether a login is used.</summary>
    public bool HasLogin => credential is not null;

    /// <summary>The header for a request; null where the registry has not asked for one.</summary>
    public async Task<AuthenticationHeaderValue?> HeaderAsync(RequestSubject subject, CancellationToken ct) =>
        challenge is null ? null : await MakeAsync(challenge, subject, ct).ConfigureAwait(false);

    /// <summary>
    /// The header after a refusal: what was used for the request, if anything, is no longer good. Null where there is nothing (more) to show.
    /// </summary>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        HttpResponseMessage refusal, AuthenticationHeaderValue? used, RequestSubject subject, CancellationToken ct)
    {
        if (Challenge.From(refusal) is not { } asked)
        {
            return null;
        }

        if (used is not null)
        {
            foreach ((string key, AccessToken token) in known)
            {
                if (token.Text == used.Parameter)
                {
                    known.TryRemove(new KeyValuePair<string, AccessToken>(key, token));
                }
            }
        }

        challenge = asked;
        AuthenticationHeaderValue? header = await MakeAsync(asked, subject, ct).ConfigureAwait(false);
        return header is null || header.Equals(used) ? null : header;
    }

    private async Task<AuthenticationHeaderValue?> MakeAsync(Challenge asked, RequestSubject subject, CancellationToken ct)
    {
        string[] scopes = Scopes(asked, subject);
        string key = string.Join(' ', scopes);
        if (known.TryGetValue(key, out AccessToken? token) && token.Expires > options.Clock.Now)
        {
            return new AuthenticationHeaderValue("Bearer", token.Text);
        }

        // One at a time: parallel requests that begin together share one token and one question to a helper.
        await asking.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (!searched)
            {
                credential = await options.Credentials.FindAsync(endpoint.Host, ct).ConfigureAwait(false);
                searched = true;
            }

            if (credential?.RegistryToken is { Length: > 0 } ready)
            {
                return new AuthenticationHeaderValue("Bearer", ready);
            }

            if (asked.Realm is null)
            {
                return credential is null ? null : TokenServer.Basic(credential);
            }

            if (!known.TryGetValue(key, out token) || token.Expires <= options.Clock.Now)
            {
                token = await tokens.RequestAsync(endpoint, asked, scopes, credential, subject, ct).ConfigureAwait(false);
                known[key] = token;
            }

            return new AuthenticationHeaderValue("Bearer", token.Text);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>The request's own scopes; what the registry asks for only where the request knows none, so that tokens are shared.</summary>
    private static string[] Scopes(Challenge asked, RequestSubject subject) =>
        subject.Scopes.Length > 0 ? subject.Scopes : (asked.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
