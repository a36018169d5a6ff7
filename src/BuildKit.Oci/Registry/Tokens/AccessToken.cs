namespace BuildKit.Oci.Registry.Tokens;

/// <summary>A bearer token and when it is no longer to be used.</summary>
internal sealed record AccessToken(string Text, DateTimeOffset Expires);
