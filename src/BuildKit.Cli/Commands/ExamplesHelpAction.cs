using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BuildKit.Cli.Commands;

/// <summary>The library's help, then the command's examples; on the root command the exit codes and the environment too.</summary>
internal sealed class ExamplesHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        int result = inner.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case ToolCommand { Examples.Count: > 0 } command:
                output.Write("Examples:\n");
                foreach (CommandExample example in command.Examples)
                {
                    output.Write($"  # {example.Purpose}\n  $ {example.CommandLine}\n\n");
                }

                break;
            case RootCommand:
                output.Write(RootHelp.Text);
                break;
        }

        return result;
    }
}
