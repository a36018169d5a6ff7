namespace BuildKit.Oci.Registry.Http;

/// <summary>What a request is about, for messages and for the scope of tokens.</summary>
/// <param name="Host">The registry as in a reference.</param>
/// <param name="Repository">The repository; empty where the request is about the registry as a whole.</param>
/// <param name="Doing">What the request does, such as <c>reading the manifest '1.2'</c>.</param>
/// <param name="Scopes">Token scopes, the same for the same kind of request so that tokens are shared.</param>
internal sealed record RequestSubject(string Host, string Repository, string Doing, string[] Scopes)
{
    /// <summary>The registry and repository as one name.</summary>
    public string Place => Repository.Length == 0 ? Host : $"{Host}/{Repository}";
}
