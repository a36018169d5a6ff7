using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Terminals;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Registry.Credentials;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit login HOST</c></summary>
internal sealed class LoginCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> registry = new("HOST") { Description = "The registry: HOST[:PORT]." };
    private readonly Option<string?> user = new("--username", "-u") { Description = "The name (asked for on a terminal).", HelpName = "NAME" };
    private readonly Option<bool> passwordStdin = new("--password-stdin") { Description = "Read the password or token from standard input." };
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public LoginCommand(CommandHost host)
        : base(
            "login",
            "Logs in to a registry. The login is tried first, then written where docker and podman find it: to the helper that ~/.docker/config.json names, else to that file.",
            new CommandExample("buildkit login registry.example.com", "Name and password are asked for"),
            new CommandExample("echo \"$TOKEN\" | buildkit login ghcr.io -u me --password-stdin", "In a script"))
    {
        this.host = host;
        AddName(registry);
        Add(user);
        Add(passwordStdin);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        string name = RegistryHost.Parse(arguments.GetRequiredValue(registry));
        RegistryCredential credential = CredentialPrompt.Ask(
            host.Terminal.Error, name, arguments.GetValue(user), arguments.GetValue(passwordStdin));
        using var registries = new RegistryClient(RegistryOptions.Default with
        {
            Insecure = arguments.GetValue(insecure),
            Credentials = new FixedCredentials(name, credential),
        });
        await registries.CheckLoginAsync(name, ct).ConfigureAwait(false);
        DockerConfigFile file = host.Logins().Primary;
        await file.StoreAsync(name, credential, ct).ConfigureAwait(false);
        host.Terminal.Output.Line($"Logged in to {name} as {credential.Username}.");
        return ExitCodes.Success;
    }
}
