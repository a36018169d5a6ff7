using System.CommandLine;
using BuildKit.Cli.Building;
using BuildKit.Cli.Collecting;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Engine.Collection;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Oci;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit gc</c></summary>
internal sealed class CollectCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Option<string?> keep = new("--keep") { Description = "The most that may be left, such as 20GB; the longest unused goes first.", HelpName = "SIZE" };
    private readonly Option<string?> olderThan = new("--older-than") { Description = "Removes what was last used longer ago, such as 14d; uses are noted once a day.", HelpName = "TIME" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would be removed." };
    private readonly Option<bool> json = new("--json") { Description = "Print what was removed as JSON (schemas/collection.schema.json)." };

    /// <summary>Creates the command.</summary>
    public CollectCommand(CommandHost host)
        : base(
            "gc",
            "Removes from the local store what nothing can use any more. Named images stay, and what a build or container uses.",
            new CommandExample("buildkit gc", "What images and steps left that are gone"),
            new CommandExample("buildkit gc --keep 20GB --older-than 14d", "And what was not used for two weeks, or is too much"))
    {
        this.host = host;
        Add(keep);
        Add(olderThan);
        Add(dryRun);
        Add(json);
    }

    /// <inheritdoc />
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        var policy = new CollectionPolicy(Size(arguments.GetValue(keep)), Age(arguments.GetValue(olderThan))) { IsDryRun = arguments.GetValue(dryRun) };
        return NamespaceReentry.RunAsync(
            host,
            async () =>
            {
                CollectionReport report = await new StoreCollector(host.Store).CollectAsync(policy, ct).ConfigureAwait(false);
                if (arguments.GetValue(json))
                {
                    host.Terminal.Output.Write(CollectionDocument.Write(report, policy.IsDryRun));
                }
                else
                {
                    CollectionText.Write(host.Terminal.Output, report, policy.IsDryRun);
                }

                return ExitCodes.Success;
            },
            ct);
    }

    private static long? Size(string? text) =>
        text is null ? null
        : text == "0" ? 0
        : SizeText.TryParse(text, out long bytes) ? bytes
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--keep '{text}' is no size.", "Write a whole number of bytes, or of kB, MB, GB or TB (powers of 1024), such as 20GB.");

    private static TimeSpan? Age(string? text) =>
        text is null ? null
        : DurationText.TryParse(text, out TimeSpan age) ? age
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--older-than '{text}' is no length of time of at most a year.", "Write days, hours or minutes, such as 14d or 1d12h.");
}
