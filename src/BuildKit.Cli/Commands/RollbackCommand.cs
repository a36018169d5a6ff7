using System.CommandLine;
using System.Globalization;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Graph.Environments;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit rollback ENV</c></summary>
internal sealed class RollbackCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = EnvironmentOptions.Name("The environment.");
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<string?> to = new("--to")
    {
        Description = "A number or digest that 'buildkit history' shows (default: the release before the present one). Also puts a tag in order that somebody else moved.",
        HelpName = "N|DIGEST",
    };

    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public RollbackCommand(CommandHost host)
        : base(
            "rollback",
            "Puts a release in effect again that an environment had before. It is still there: nothing is copied, and no gate is asked.",
            new CommandExample("buildkit rollback Prod", "The release before the present one"),
            new CommandExample("buildkit rollback Prod --to 3", "The release of record 3 of 'buildkit history Prod'"))
    {
        this.host = host;
        AddName(name);
        buildfile.AddTo(this);
        Add(to);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using DeclaredEnvironments environments = DeclaredEnvironments.Read(host, buildfile.Read(arguments));
        EnvironmentDefinition environment = environments.Find(arguments.GetRequiredValue(name));
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var rollback = new Rollback(new EnvironmentRepositories(registries, DeclaredEnvironments.ToDelivery(environment)));
        ChangeOrigin origin = DeclaredEnvironments.Origin(host);
        ChangeResult result = await (arguments.GetValue(to) switch
        {
            null => rollback.ToPreviousAsync(origin, ct),
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => rollback.ToAsync(number, origin, ct),
            var text => rollback.ToAsync(EnvironmentOptions.ParseDigest(text), origin, ct),
        }).ConfigureAwait(false);
        ChangeText.Write(host.Terminal.Output, environment.Name, result);
        return ExitCodes.Success;
    }
}
