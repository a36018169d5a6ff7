using System.CommandLine;
using BuildKit.Cli.Collecting;
using BuildKit.Cli.Commands;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Terminals;
using BuildKit.Oci;

namespace BuildKit.Cli;

/// <summary>From arguments to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs the program.</summary>
    public static int Run(string[] args)
    {
        IReadOnlyDictionary<string, string> environment = CommandHost.ReadEnvironment();
        using Terminal terminal = Terminal.Of(environment);
        try
        {
            using var host = new CommandHost(args, environment, terminal);
            int exitCode = Invoke(CommandTree.Create(host).Parse(args, CommandTree.ParserOptions), host);
            terminal.Complete();
            return exitCode;
        }
        catch (Exception exception)
        {
            // The only place that catches everything: whatever went wrong becomes a text and an exit code here.
            new ErrorReporter(terminal.Error, environment.ContainsKey("BUILDKIT_DEBUG")).Show(exception);
            return ExitCodes.Of(exception);
        }
    }

    private static int Invoke(ParseResult parsed, CommandHost host)
    {
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            throw UsageError(parsed);
        }

        using var interrupts = new Interrupts();
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = host.Terminal.Output.Writer,
            Error = host.Terminal.Error.Writer,
        };
        int exitCode = parsed.InvokeAsync(configuration, interrupts.Token).GetAwaiter().GetResult();
        AutomaticCollection.RunAsync(host, interrupts.Token).GetAwaiter().GetResult();
        return exitCode;
    }

    private static BuildKitException UsageError(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "buildkit" : $"buildkit {command.Name}";
        return new BuildKitException(
            CommandLineErrorCodes.Usage,
            UsageSuggestion.Message(parsed),
            UsageSuggestion.For(parsed) ?? $"'{name} --help' shows how it is used.");
    }
}
