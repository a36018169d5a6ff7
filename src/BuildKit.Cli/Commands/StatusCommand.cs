using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Delivery.Environments;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit status</c></summary>
internal sealed class StatusCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<bool> json = new("--json") { Description = "As JSON (schemas/status.schema.json)." };
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public StatusCommand(CommandHost host)
        : base(
            "status",
            "Shows for each environment of the Buildfile the release and the digests that are in effect, the commit, when they came, by whom and from where, and the gates that let them in. Exits with 1 where a registry does not answer or somebody else moved a tag.",
            new CommandExample("buildkit status", "All environments"),
            new CommandExample("buildkit status --json | jq '.environments[] | {name, release}'", "For a script"))
    {
        this.host = host;
        buildfile.AddTo(this);
        Add(json);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using DeclaredEnvironments environments = DeclaredEnvironments.Read(host, buildfile.Read(arguments));
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        EnvironmentStatus[] all = await Task.WhenAll(environments.All.Select(environment => ReadAsync(registries, environment, ct))).ConfigureAwait(false);
        if (arguments.GetValue(json))
        {
            host.Terminal.Output.Write(StatusDocument.Write(all));
        }
        else
        {
            StatusText.Write(host.Terminal.Output, all);
        }

        return all.All(status => status.Problem is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>One registry that is down does not hide the others.</summary>
    private static async Task<EnvironmentStatus> ReadAsync(RegistryClient registries, EnvironmentDefinition definition, CancellationToken ct)
    {
        DeliveryEnvironment environment = DeclaredEnvironments.ToDelivery(definition);
        Digest? policy = DeclaredEnvironments.PolicyOf(definition);
        try
        {
            var repositories = new EnvironmentRepositories(registries, environment);
            EnvironmentState state = await new EnvironmentLog(repositories).ReadAsync(ct).ConfigureAwait(false);
            ImmutableArray<LeftOverTag> leftOvers = await LeftOverTag.FindAsync(repositories, state, ct).ConfigureAwait(false);
            return new EnvironmentStatus(environment, state, state.Problem()) { DeclaredPolicy = policy, LeftOvers = leftOvers };
        }
        catch (BuildKitException failure)
        {
            return new EnvironmentStatus(environment, null, failure) { DeclaredPolicy = policy };
        }
    }
}
