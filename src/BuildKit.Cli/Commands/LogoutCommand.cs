using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit logout HOST</c></summary>
internal sealed class LogoutCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> registry = new("HOST") { Description = "The registry: HOST[:PORT]." };

    /// <summary>Creates the command.</summary>
    public LogoutCommand(CommandHost host)
        : base(
            "logout",
            "Forgets the login of a registry.",
            new CommandExample("buildkit logout registry.example.com", "Forget it"))
    {
        this.host = host;
        AddName(registry);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        string name = RegistryHost.Parse(arguments.GetRequiredValue(registry));
        bool known = await host.Logins().Primary.EraseAsync(name, ct).ConfigureAwait(false);
        host.Terminal.Output.Line(known ? $"Logged out of {name}." : $"There was no login for {name}.");
        return ExitCodes.Success;
    }
}
