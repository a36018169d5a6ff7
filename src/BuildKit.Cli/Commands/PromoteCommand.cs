using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Delivering;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit promote ENV</c></summary>
internal sealed class PromoteCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> name = EnvironmentOptions.Name("The environment that the release shall come into.");
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<string?> from = new("--from") { Description = "The environment that it comes from (default: the one behind After).", HelpName = "ENV" };
    private readonly Option<string?> digest = new("--digest") { Description = "A release that was there, or an image of one (default: what is there now).", HelpName = "DIGEST" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would happen; exits with 1 where a gate does not hold." };
    private readonly Option<bool> takeOver = EnvironmentOptions.TakeOver();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public PromoteCommand(CommandHost host)
        : base(
            "promote",
            "Takes a release from one environment to the next by its digest: nothing is built, only what is missing is copied, and the environment's tag moves last. A gate that does not hold stops it.",
            new CommandExample("buildkit promote Staging", "What the environment before it has now"),
            new CommandExample("buildkit promote Prod --dry-run", "What would happen, and which gates hold"),
            new CommandExample("buildkit promote Prod --from Hotfix --digest sha256:...", "Another way, an older release"))
    {
        this.host = host;
        from.CompletionSources.Add(_ => TargetCompletions.OfEnvironments());
        AddName(name);
        buildfile.AddTo(this);
        Add(from);
        Add(digest);
        Add(dryRun);
        Add(takeOver);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using DeclaredEnvironments environments = DeclaredEnvironments.Read(host, buildfile.Read(arguments));
        EnvironmentDefinition to = environments.Find(arguments.GetRequiredValue(name));
        EnvironmentDefinition source = Source(environments, to, arguments.GetValue(from));
        Digest? wanted = arguments.GetValue(digest) is { } text ? EnvironmentOptions.ParseDigest(text) : null;
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        var promotion = new Promotion(Open(registries, source), Open(registries, to)) { TakesOver = arguments.GetValue(takeOver) };
        PromotionPlan plan = await promotion.PlanAsync(wanted, to.Gates, ct).ConfigureAwait(false);
        ImmutableArray<string> tags = environments.TagsOf(to, plan.Source);
        if (arguments.GetValue(dryRun))
        {
            PlanText.Write(host.Terminal.Output, to.Name, plan, tags);
            return plan.Gates.All(gate => gate.Holds) ? ExitCodes.Success : ExitCodes.Failure;
        }

        using var progress = new TransferProgress(host.Terminal.Error, $"Promoting to {to.Name}");
        ChangeResult result = await promotion
            .RunAsync(plan, DeclaredEnvironments.PolicyOf(to), tags, DeclaredEnvironments.Origin(host), progress, ct).ConfigureAwait(false);
        progress.Finish();
        ChangeText.Write(host.Terminal.Output, to.Name, result);
        return ExitCodes.Success;
    }

    private static EnvironmentDefinition Source(DeclaredEnvironments environments, EnvironmentDefinition to, string? from)
    {
        if (to.After.IsEmpty)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.EnvironmentOrder, $"{to.Name} comes after no environment.", $"Build into it: buildkit deploy {to.Name}; or give it After(...).");
        }

        if (from is null)
        {
            return to.After is [var only]
                ? environments.Find(only)
                : throw new BuildKitException(
                    CommandLineErrorCodes.EnvironmentOrder, $"{to.Name} comes after {string.Join(" and ", to.After)}.", $"Say which: buildkit promote {to.Name} --from {to.After[0]}");
        }

        EnvironmentDefinition source = environments.Find(from);
        return to.After.Contains(source.Name)
            ? source
            : throw new BuildKitException(
                CommandLineErrorCodes.EnvironmentOrder, $"{to.Name} does not come after {source.Name}.", $"It comes after {string.Join(" and ", to.After)}.");
    }

    private static EnvironmentRepositories Open(RegistryClient registries, EnvironmentDefinition environment) => new(registries, DeclaredEnvironments.ToDelivery(environment));
}
