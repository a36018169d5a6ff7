using System.Net.Http.Headers;
using System.Text;

namespace BuildKit.Oci.Registry.Tokens;

/// <summary>What a registry asks for in <c>WWW-Authenticate</c> (RFC 9110, section 11; distribution's token specification).</summary>
/// <param name="Realm">Where tokens are made; null for basic authentication.</param>
/// <param name="Service">The name by which the token server knows the registry, or null.</param>
/// <param name="Scope">What the request needs, or null.</param>
internal sealed record Challenge(string? Realm, string? Service, string? Scope)
{
    /// <summary>The best of the challenges that is understood, or null.</summary>
    public static Challenge? From(HttpResponseMessage response)
    {
        AuthenticationHeaderValue[] offers = [.. response.Headers.WwwAuthenticate];
        foreach (AuthenticationHeaderValue offer in offers.Where(offer => offer.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)))
        {
            Dictionary<string, string> parameters = Parameters(offer.Parameter ?? "");
            if (parameters.TryGetValue("realm", out string? realm))
            {
                return new Challenge(realm, parameters.GetValueOrDefault("service"), parameters.GetValueOrDefault("scope"));
            }
        }

        return offers.Any(offer => offer.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) ? new Challenge(null, null, null) : null;
    }

    /// <summary><c>name=token</c> and <c>name="quoted \" text"</c>, parted by commas.</summary>
    private static Dictionary<string, string> Parameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        int at = 0;
        while (at < text.Length)
        {
            int equals = text.IndexOf('=', at);
            if (equals < 0)
            {
                break;
            }

            string name = text[at..equals].Trim(' ', ',', '\t');
            parameters.TryAdd(name, Value(text, equals + 1, out at));
        }

        return parameters;
    }

    private static string Value(string text, int start, out int end)
    {
        if (start >= text.Length || text[start] != '"')
        {
            int comma = text.IndexOf(',', start);
            end = comma < 0 ? text.Length : comma + 1;
            return text[start..(comma < 0 ? text.Length : comma)].Trim();
        }

        var value = new StringBuilder();
        int at = start + 1;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at++]);
        }

        end = Math.Min(text.Length, at + 1);
        return value.ToString();
    }
}
