using System.Text;
using System.Text.Json;

namespace BuildKit.Oci.Registry.Credentials;

/// <summary>Programs named <c>docker-credential-NAME</c> that keep logins: one word of command, a request on standard input, an answer on standard output.</summary>
/// <param name="searchPath">Folders in the form of PATH; null for the program's own.</param>
/// <param name="limit">How long a helper may take; it may ask its user something.</param>
public sealed class CredentialHelpers(string? searchPath, TimeSpan limit)
{
    private static readonly string[] NotFoundWords = ["credentials not found", "no credentials server URL", "not found in native keychain"];

    /// <summary>The login that a helper keeps for a registry, or null.</summary>
    public async Task<RegistryCredential?> GetAsync(string helper, string key, CancellationToken ct)
    {
        HelperAnswer answer = await RunAsync(helper, "get", key, ct).ConfigureAwait(false);
        if (answer.ExitCode != 0)
        {
            return NotFoundWords.Any(word => answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? null : throw Failed(helper, "get", answer.Text);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Text);
            string name = Text(document.RootElement, "Username");
            string secret = Text(document.RootElement, "Secret");

            // This name says that the secret is a refresh token.
            return name == "<token>" ? new RegistryCredential("", "") { IdentityToken = secret } : new RegistryCredential(name, secret);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Failed(helper, "get", "its answer is not a login");
        }
    }

    /// <summary>Gives a helper a login to keep.</summary>
    public async Task StoreAsync(string helper, string key, RegistryCredential credential, CancellationToken ct)
    {
        bool isToken = credential.IdentityToken is { Length: > 0 };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ServerURL", key);
            json.WriteString("Username", isToken ? "<token>" : credential.Username);
            json.WriteString("Secret", isToken ? credential.IdentityToken : credential.Password);
            json.WriteEndObject();
        }

        await SucceedAsync(helper, "store", Encoding.UTF8.GetString(buffer.ToArray()), ct).ConfigureAwait(false);
    }

    /// <summary>Makes a helper forget a login.</summary>
    public Task EraseAsync(string helper, string key, CancellationToken ct) => SucceedAsync(helper, "erase", key, ct);

    private async Task SucceedAsync(string helper, string command, string input, CancellationToken ct)
    {
        HelperAnswer answer = await RunAsync(helper, command, input, ct).ConfigureAwait(false);
        if (answer.ExitCode != 0)
        {
            throw Failed(helper, command, answer.Text);
        }
    }

    private async Task<HelperAnswer> RunAsync(string helper, string command, string input, CancellationToken ct)
    {
        // The name comes from a file and becomes a program: nothing but a plain name may lead there.
        if (helper.Length == 0 || !helper.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw Failed(helper, command, "this is not a helper's name");
        }

        string program = "docker-credential-" + helper;
        string? path = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);
        if (path is null)
        {
            throw Failed(helper, command, $"there is no program '{program}' on the PATH");
        }

        return await CredentialHelperProcess.RunAsync(path, command, input, limit, ct).ConfigureAwait(false)
            ?? throw Failed(helper, command, $"it did not end within {limit.TotalSeconds:0} s");
    }

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static BuildKitException Failed(string helper, string command, string why) => new(
        OciErrorCodes.CredentialHelperFailed,
        $"The credential helper '{helper}' failed at '{command}': {why.Trim().TrimEnd('.')}.",
        "Install or repair docker-credential-" + helper + ", or take it out of credsStore and credHelpers in Docker's config.json and run 'buildkit login HOST'.");
}
