using System.CommandLine;
using BuildKit.Cli.Comparing;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit diff A B</c></summary>
internal sealed class DiffCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> left = Side("A");
    private readonly Argument<string> right = Side("B");
    private readonly Option<bool> json = ComparisonReport.JsonOption();
    private readonly Option<bool> insecure = CommonOptions.Insecure();

    /// <summary>Creates the command.</summary>
    public DiffCommand(CommandHost host)
        : base(
            "diff",
            "Says in what two images differ: layer, step, path and attribute, then configuration and manifest. Only layers that differ are read. Exits with 1 where there is a difference.",
            new CommandExample("buildkit diff api registry.example.com/team/api:1.0", "What a push would change"),
            new CommandExample("buildkit diff api:1.0 oci-archive:api.tar --json | jq '.comparisons[0].differences[].path'", "For a script"))
    {
        this.host = host;
        left.CompletionSources.Add(_ => ImageCompletions.Of(host));
        right.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(left);
        AddName(right);
        Add(json);
        Add(insecure);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using RegistryClient registries = host.OpenRegistries(arguments.GetValue(insecure));
        NamedImage one = await NamedImage.FindAsync(host, registries, arguments.GetRequiredValue(left), ct).ConfigureAwait(false);
        await using (one.ConfigureAwait(false))
        {
            NamedImage other = await NamedImage.FindAsync(host, registries, arguments.GetRequiredValue(right), ct).ConfigureAwait(false);
            await using (other.ConfigureAwait(false))
            {
                return ComparisonReport.Print(host, [await NamedComparison.CompareAsync(one, other, ct).ConfigureAwait(false)], arguments.GetValue(json));
            }
        }
    }

    private static Argument<string> Side(string name) => new(name) { Description = "A name or digest of the local store, an image of a registry, or oci:DIR[:TAG], oci-archive:FILE[:TAG], docker-archive:FILE[:NAME] or dir:DIR." };
}
