using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BuildKit.Oci.Registry.Credentials;

/// <summary>The content of Docker's <c>config.json</c>. What is not understood is kept.</summary>
internal sealed class DockerConfigDocument
{
    private const string HubKey = "https://index.docker.io/v1/";
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
    private readonly JsonObject root;
    private readonly string path;

    private DockerConfigDocument(JsonObject root, string path)
    {
        this.root = root;
        this.path = path;
    }

    public static DockerConfigDocument Empty(string path) => new([], path);

    public static DockerConfigDocument Parse(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            // Docker writes a byte order mark on no system, but editors do.
            ReadOnlySpan<byte> text = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
            return text.Trim(" \t\r\n"u8).IsEmpty
                ? Empty(path)
                : new DockerConfigDocument(
                    JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false }) as JsonObject
                    ?? throw Invalid(path, "it is not a JSON object"),
                    path);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            throw Invalid(path, failure.Message, failure);
        }
    }

    /// <summary>The helper for a host, without <c>docker-credential-</c>; null where the file itself holds its login.</summary>
    public string? HelperFor(string host)
    {
        JsonObject? helpers = Object(root, "credHelpers");
        foreach (string key in Keys(host))
        {
            if (helpers is not null && Text(helpers, key) is { Length: > 0 } helper)
            {
                return helper;
            }
        }

        return Text(root, "credsStore") is { Length: > 0 } store ? store : null;
    }

    /// <summary>The login that the file holds for a host.</summary>
    public RegistryCredential? Find(string host)
    {
        if (Object(root, "auths") is not { } auths)
        {
            return null;
        }

        foreach (string key in Keys(host))
        {
            if (Object(auths, key) is { } entry && Read(entry, key) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }

    /// <summary>Sets the login of a host, or only that there is one where a helper holds it.</summary>
    public void Set(string host, RegistryCredential? credential)
    {
        if (Object(root, "auths") is not { } auths)
        {
            root["auths"] = auths = [];
        }

        var entry = new JsonObject();
        if (credential is not null)
        {
            entry["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Password}"));
            if (credential.IdentityToken is { Length: > 0 } token)
            {
                entry["identitytoken"] = token;
            }
        }

        auths[KeyOf(host)] = entry;
    }

    /// <summary>Takes the entries of a host away; false where there was none.</summary>
    public bool Remove(string host)
    {
        JsonObject? auths = Object(root, "auths");
        return auths is not null && Keys(host).Count(auths.Remove) > 0;
    }

    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            root.WriteTo(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The key under which a login is written, and by which helpers know it.</summary>
    public static string KeyOf(string host) => host is "docker.io" or "index.docker.io" or "registry-1.docker.io" ? HubKey : host;

    /// <summary>The keys under which clients have written logins of a host over the years.</summary>
    private static string[] Keys(string host) => KeyOf(host) == HubKey
        ? [HubKey, "index.docker.io", "docker.io", "https://index.docker.io/v1", "registry-1.docker.io"]
        : [host, "https://" + host, "https://" + host + "/", "https://" + host + "/v2/", "https://" + host + "/v1/", "http://" + host, "http://" + host + "/"];

    private RegistryCredential? Read(JsonObject entry, string key)
    {
        string? identity = Text(entry, "identitytoken");
        string? registry = Text(entry, "registrytoken");
        string name = Text(entry, "username") ?? "";
        string password = Text(entry, "password") ?? "";
        if (Text(entry, "auth") is { Length: > 0 } auth)
        {
            (name, password) = Decode(auth, key);
        }

        return name.Length == 0 && password.Length == 0 && string.IsNullOrEmpty(identity) && string.IsNullOrEmpty(registry)
            ? null
            : new RegistryCredential(name, password) { IdentityToken = identity, RegistryToken = registry };
    }

    private (string Name, string Password) Decode(string auth, string key)
    {
        try
        {
            string text = Encoding.UTF8.GetString(Convert.FromBase64String(auth)).TrimEnd('\0');
            int colon = text.IndexOf(':');
            return colon >= 0 ? (text[..colon], text[(colon + 1)..]) : throw Invalid(path, $"'auth' of '{key}' is not the base64 of name:password");
        }
        catch (FormatException failure)
        {
            throw Invalid(path, $"'auth' of '{key}' is not base64", failure);
        }
    }

    private static JsonObject? Object(JsonObject parent, string name) => parent[name] as JsonObject;

    private static string? Text(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static BuildKitException Invalid(string path, string why, Exception? inner = null) => new(
        OciErrorCodes.CredentialFileInvalid,
        $"The file of logins {path} is not what it should be: {why.TrimEnd('.')}.",
        "Correct the file, or move it away and log in again with 'buildkit login HOST'.",
        inner);
}
