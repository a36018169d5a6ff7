using System.CommandLine;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Bases;
using BuildKit.Graph.Export;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit graph</c></summary>
internal sealed class GraphCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly BuildfileOptions buildfile = new();
    private readonly Option<string> format = new("--format")
    {
        Description = "json (schemas/graph.schema.json), dot (Graphviz) or mermaid.",
        HelpName = "json|dot|mermaid",
        DefaultValueFactory = _ => "json",
    };

    /// <summary>Creates the command.</summary>
    public GraphCommand(CommandHost host)
        : base(
            "graph",
            "Prints the graph of steps that the Buildfile means. Runs nothing and asks no registry: a base that is not known here has no digest yet.",
            new CommandExample("buildkit graph --format dot | dot -Tsvg > graph.svg", "A picture"),
            new CommandExample("buildkit graph --set configuration=Debug | jq '.steps[].display'", "What would run"))
    {
        this.host = host;
        format.AcceptOnlyFromAmong("json", "dot", "mermaid");
        buildfile.AddTo(this);
        Add(format);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        using RegistryClient registries = host.OpenRegistries(insecure: false);
        var loader = new BuildfileLoader(host, registries, PullPolicy.Never) { OnlyKnownBases = true };
        LoadedBuildfile loaded = await loader.Load(buildfile.Read(arguments), ct).PinKnownAsync(ct).ConfigureAwait(false);
        host.Terminal.Output.Write(arguments.GetRequiredValue(format) switch
        {
            "dot" => GraphDot.Write(loaded.Graph),
            "mermaid" => GraphMermaid.Write(loaded.Graph),
            _ => GraphJson.Write(loaded.Graph),
        });
        return ExitCodes.Success;
    }
}
