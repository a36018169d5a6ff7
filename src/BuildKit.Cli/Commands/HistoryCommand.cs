using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Delivery.Environments;
using BuildKit.Graph.Environments;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit history ENV</c></summary>
internal sealed class HistoryCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = EnvironmentOptions.Name("The environment.");
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public HistoryCommand(CommandHost host)
        : base(
            "history",
            "Lists the releases that an environment had, the latest first, from the records in its registry. Each record names the one before, so that an edited one shows.",
            new CommandExample("buildkit history Prod", "What was when in production, by whom and from where"))
    {
        this.host = host;
        AddName(name);
        buildfile.AddTo(this);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using DeclaredEnvironments environments = DeclaredEnvironments.Read(host, buildfile.Read(arguments));
        EnvironmentDefinition environment = environments.Find(arguments.GetRequiredValue(name));
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var log = new EnvironmentLog(new EnvironmentRepositories(registries, DeclaredEnvironments.ToDelivery(environment)));
        EnvironmentState state = await log.ReadAsync(ct).ConfigureAwait(false);
        HistoryText.Write(host.Terminal.Output, state);

        // Said last, so that the history is there even where something is wrong at its end.
        _ = state.Current();
        return ExitCodes.Success;
    }
}
