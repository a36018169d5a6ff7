using System.Net;

namespace BuildKit.Oci.Registry.Http;

/// <summary>An answer whose header was read and whose body was not.</summary>
/// <param name="Response">The header, and the body's stream.</param>
/// <param name="Address">What answered in the end, after redirects.</param>
internal sealed record RegistryAnswer(HttpResponseMessage Response, Uri Address) : IDisposable
{
    public HttpStatusCode Status => Response.StatusCode;

    /// <summary>The first value of a header; null where it is not there.</summary>
    public string? Header(string name) => Response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    public void Dispose() => Response.Dispose();
}
