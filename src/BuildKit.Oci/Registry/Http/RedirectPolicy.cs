using System.Net;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Where an answer sends the client on to, and whether it may go there.</summary>
internal static class RedirectPolicy
{
    public const int MostHops = 5;

    /// <summary>The address of a redirect, or null where the answer is none.</summary>
    public static Uri? Target(HttpResponseMessage response, Uri asked, RegistryEndpoint endpoint, RequestSubject subject)
    {
        bool redirects = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return redirects ? Location(response, asked, endpoint, subject) : null;
    }

    /// <summary>The <c>Location</c> of an answer, absolute or relative to what was asked; its query is kept as it is.</summary>
    public static Uri Location(HttpResponseMessage response, Uri asked, RegistryEndpoint endpoint, RequestSubject subject)
    {
        string? text = response.Headers.TryGetValues("Location", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
        if (string.IsNullOrEmpty(text) || !Uri.TryCreate(asked, text, out Uri? target) || target.Scheme is not ("http" or "https"))
        {
            throw RegistryFailures.Redirect(subject, $"the registry answered {(int)response.StatusCode} without a usable Location.");
        }

        if (target.Scheme == Uri.UriSchemeHttps || asked.Scheme == Uri.UriSchemeHttp)
        {
            return target;
        }

        // A registry behind a TLS terminator often believes that it speaks plain HTTP.
        bool sameHost = target.Host.Equals(endpoint.Root.Host, StringComparison.OrdinalIgnoreCase) && (target.IsDefaultPort || target.Port == endpoint.Root.Port);
        return sameHost
            ? new UriBuilder(target) { Scheme = Uri.UriSchemeHttps, Port = endpoint.Root.Port }.Uri
            : throw RegistryFailures.Redirect(subject, $"a redirect leads from TLS to plain HTTP at {target.Authority}.");
    }
}
