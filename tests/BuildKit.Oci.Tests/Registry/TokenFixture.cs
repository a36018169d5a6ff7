using BuildKit.Tests.Registries;
namespace BuildKit.Oci.Tests.Registry;

/// <summary>A registry that wants bearer tokens, and the server that makes them. It holds nothing and takes every upload.</summary>
public sealed class TokenFixture : IAsyncDisposable
{
    private int number;

    public TokenFixture()
    {
        Registry.Rule = Answer;
        Tokens.Rule = _ => Fault.Answer(200, $$"""{"token":"{{Current}}","expires_in":100}""");
    }

    public FaultServer Registry { get; } = new(null);

    public FaultServer Tokens { get; } = new(null);

    public string Realm { get; init; } = "";

    /// <summary>The only token that is taken.</summary>
    public string Current => $"token-{number}";

    public Action? OnUpload { get; set; }

    public void Revoke() => number++;

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await Tokens.DisposeAsync();
    }

    private Fault Answer(RecordedRequest request)
    {
        if (request.IsUpload)
        {
            OnUpload?.Invoke();
            OnUpload = null;
        }

        if (request.Authorization != $"Bearer {Current}")
        {
            string realm = Realm.Length > 0 ? Realm : $"http://{Tokens.Host}/token";
            return Fault.Answer(401, "", ("WWW-Authenticate", $"Bearer realm=\"{realm}\",service=\"the registry\",scope=\"repository:other:pull\", error=\"invalid_token\""));
        }

        return request.Method switch
        {
            "POST" => Fault.Answer(202, "", ("Location", "/v2/team/api/blobs/uploads/1")),
            "PUT" => Fault.Answer(201),
            _ => Fault.Answer(404),
        };
    }
}
