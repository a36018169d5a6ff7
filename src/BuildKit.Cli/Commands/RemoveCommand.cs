using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit rm NAME...</c></summary>
internal sealed class RemoveCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string[]> names = new("NAME") { Description = "Names of the local store.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> force = new("--force", "-f") { Description = "Pass over names that are not there." };

    /// <summary>Creates the command.</summary>
    public RemoveCommand(CommandHost host)
        : base(
            "rm",
            "Takes names out of the local store. What they named stays cached, so that the next build is as fast as before.",
            new CommandExample("buildkit rm api", "Take away api:latest"),
            new CommandExample("buildkit rm $(buildkit images --quiet)", "Take away all names"))
    {
        this.host = host;
        names.CompletionSources.Add(_ => ImageCompletions.Of(host));
        AddName(names);
        Add(force);
    }

    /// <inheritdoc />
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        // All names are looked at before the first is taken away: a typo takes nothing away.
        string[] wanted = [.. arguments.GetRequiredValue(names).Select(text => ImageNames.Local(ImageNames.Parse(text))).Distinct(StringComparer.Ordinal)];
        var there = host.Store.Images().Select(image => image.Name).ToHashSet(StringComparer.Ordinal);
        if (!arguments.GetValue(force) && wanted.FirstOrDefault(name => !there.Contains(name)) is { } missing)
        {
            throw ImageNames.Unknown(host.Store, missing);
        }

        foreach (string name in wanted.Where(host.Store.Remove))
        {
            host.Terminal.Output.Line($"Removed {name}");
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
