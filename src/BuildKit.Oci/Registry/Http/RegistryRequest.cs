using System.Net.Http.Headers;

namespace BuildKit.Oci.Registry.Http;

/// <summary>One request, which may be sent several times.</summary>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address, RequestSubject Subject)
{
    /// <summary>The media types that are understood.</summary>
    public string[] Accept { get; init; } = [];

    /// <summary>The first byte that is wanted; 0 for all.</summary>
    public long From { get; init; }

    /// <summary>Makes the body for one more sending; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether the body can be made a second time.</summary>
    public bool CanReplay { get; init; } = true;

    /// <summary>How long the answer's header may take after the request is sent; null for the client's idle limit.</summary>
    public TimeSpan? AnswerTimeout { get; init; }

    /// <summary>The message for one sending.</summary>
    public HttpRequestMessage ToMessage(Uri address, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(Method, address) { Content = Content?.Invoke() };
        foreach (string type in Accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", type);
        }

        if (From > 0)
        {
            message.Headers.Range = new RangeHeaderValue(From, null);
        }

        message.Headers.Authorization = authorization;
        return message;
    }
}
