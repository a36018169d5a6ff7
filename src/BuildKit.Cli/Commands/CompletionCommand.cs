using System.CommandLine;
using BuildKit.Cli.Completion;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit completion SHELL</c></summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish.", HelpName = "bash|zsh|fish" };

    /// <summary>Creates the command.</summary>
    public CompletionCommand(CommandHost host)
        : base(
            "completion",
            "Prints a script that completes commands, options, targets, tests and images in your shell.",
            new CommandExample("source <(buildkit completion bash)", "For this shell, bash"),
            new CommandExample("buildkit completion bash > ~/.local/share/bash-completion/completions/buildkit", "For every bash"),
            new CommandExample("buildkit completion zsh > \"${fpath[1]}/_buildkit\"", "For every zsh"),
            new CommandExample("buildkit completion fish > ~/.config/fish/completions/buildkit.fish", "For every fish"))
    {
        this.host = host;
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        AddName(shell);
    }

    /// <inheritdoc />
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        host.Terminal.Output.Write(CompletionScripts.For(arguments.GetRequiredValue(shell)));
        return Task.FromResult(ExitCodes.Success);
    }
}
