using System.CommandLine;
using System.CommandLine.Help;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    /// <summary>An argument that begins with <c>@</c> is an argument, not a file with more of them.</summary>
    public static ParserConfiguration ParserOptions { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>The root command with everything below it.</summary>
    public static RootCommand Create(CommandHost host)
    {
        var root = new RootCommand("Builds OCI images from a C#-friendly Buildfile: cached, isolated and reproducible, without a daemon.")
        {
            new InitCommand(host),
            new BuildCommand(host),
            new TestCommand(host),
            new RunCommand(host),
            new WatchCommand(host),
            new PlanCommand(host),
            new WhyCommand(host),
            new BuildsCommand(host),
            new ShowCommand(host),
            new VerifyCommand(host),
            new GraphCommand(host),
            new LockCommand(host),
            new UpdateCommand(host),
            new DeployCommand(host),
            new PromoteCommand(host),
            new StatusCommand(host),
            new HistoryCommand(host),
            new RollbackCommand(host),
            new ImagesCommand(host),
            new InspectCommand(host),
            new DiffCommand(host),
            new IndexCommand(host),
            new TagCommand(host),
            new RemoveCommand(host),
            new CollectCommand(host),
            new StoreCommand(host),
            new PullCommand(host),
            new PushCommand(host),
            new SaveCommand(host),
            new LoadCommand(host),
            new LoginCommand(host),
            new LogoutCommand(host),
            new CompletionCommand(host),
        };
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Show help.", Action = new ExamplesHelpAction(new HelpAction()) });
        root.Add(new VersionOption("--version") { Description = "Show the version.", Action = new VersionAction() });

        // Without a command there is nothing to do but to say what there is.
        root.SetAction(arguments => new ExamplesHelpAction(new HelpAction()).Invoke(arguments));
        return root;
    }
}
