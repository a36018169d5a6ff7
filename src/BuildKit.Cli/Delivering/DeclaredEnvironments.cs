using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Cli.Delivering;

/// <summary>The environments of a Buildfile, worked out without its images.</summary>
internal sealed class DeclaredEnvironments : IDisposable
{
    private readonly BoundBuildfile buildfile;
    private readonly BuildfileSelection selection;
    private readonly WorkTreeFacts facts;

    private DeclaredEnvironments(BoundBuildfile buildfile, BuildfileSelection selection, WorkTreeFacts facts)
    {
        this.buildfile = buildfile;
        this.selection = selection;
        this.facts = facts;
    }

    /// <summary>The Buildfile.</summary>
    public BoundBuildfile Buildfile => buildfile;

    /// <summary>All of them, in the order of their declarations; at least one.</summary>
    public ImmutableArray<EnvironmentDefinition> All { get; private init; } = [];

    /// <summary>Reads them; shows every diagnostic.</summary>
    /// <exception cref="BuildfileErrorsException">The Buildfile has errors, which have been shown.</exception>
    /// <exception cref="BuildKitException">It is not there, or declares no environment (BK4312).</exception>
    public static DeclaredEnvironments Read(CommandHost host, BuildfileSelection selection)
    {
        BoundBuildfile buildfile = BoundBuildfile.Read(host, selection);
        var facts = new WorkTreeFacts(host.Environment, buildfile.ContextDirectory, ProjectEvaluation.Of(host, buildfile.ContextDirectory, CancellationToken.None));
        try
        {
            EnvironmentResult<EnvironmentDefinition> found = EnvironmentEvaluator.Evaluate(buildfile.Model, selection.Parameters, facts);
            Demand(buildfile, found);
            return found.Items.IsEmpty
                ? throw new BuildKitException(
                    CommandLineErrorCodes.UnknownEnvironment, $"{buildfile.Path} declares no environment.", "Declare one: environment Dev { Registry(\"localhost:5000/dev/app\"); }")
                : new DeclaredEnvironments(buildfile, selection, facts) { All = found.Items };
        }
        catch
        {
            facts.Dispose();
            throw;
        }
    }

    /// <summary>The environment of a name, whatever its case.</summary>
    /// <exception cref="BuildKitException">There is none (BK4312).</exception>
    public EnvironmentDefinition Find(string name)
    {
        string? near = NearName.Find(name, All.Select(environment => environment.Name));
        return All.FirstOrDefault(environment => environment.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new BuildKitException(
                CommandLineErrorCodes.UnknownEnvironment,
                $"{buildfile.Path} has no environment '{name}'.",
                near is not null ? $"Did you mean '{near}'?" : $"It has {string.Join(", ", All.Select(environment => environment.Name))}.");
    }

    /// <summary>The tags that an environment adds to a release.</summary>
    /// <exception cref="BuildfileErrorsException">They cannot be worked out; why has been shown.</exception>
    public ImmutableArray<string> TagsOf(EnvironmentDefinition environment, SourceFacts? source)
    {
        EnvironmentResult<string> tags = EnvironmentEvaluator.Tags(buildfile.Model, selection.Parameters, facts, environment.Name, RecordedGit.Of(source));
        Demand(buildfile, tags);
        return tags.Items;
    }

    /// <summary>What a release of the Buildfile is built from.</summary>
    public ReleaseSource SourceOf(CommandHost host) => new(buildfile, selection.Parameters, host.Store.Paths.Root, Tool);

    /// <summary>An environment as registries know it.</summary>
    public static DeliveryEnvironment ToDelivery(EnvironmentDefinition environment) => new(environment.Name, environment.Place);

    /// <summary>Who is at work, and when.</summary>
    public static ChangeOrigin Origin(CommandHost host) => new(
        // Behind the second start in a user namespace, the system would call everybody root.
        host.Environment.GetValueOrDefault("USER") is { Length: > 0 } user ? user : Environment.UserName,
        TimeProvider.System.GetUtcNow(),
        Tool);

    /// <summary>The digest of an environment's gates; null where there are none.</summary>
    public static Digest? PolicyOf(EnvironmentDefinition environment) => GatePolicy.DigestOf(environment.Gates);

    /// <inheritdoc />
    public void Dispose() => facts.Dispose();

    private static string Tool => $"buildkit {ToolVersion.Text}";

    private static void Demand<T>(BoundBuildfile buildfile, EnvironmentResult<T> result)
    {
        buildfile.Show(result.Diagnostics);
        if (result.Diagnostics.Any(diagnostic => diagnostic.Severity == Language.Diagnostics.Severity.Error))
        {
            throw new BuildfileErrorsException(result.Diagnostics);
        }
    }
}
