using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace BuildKit.Cli.Commands;

/// <summary>The library's help, then the command's examples; on the root command the exit codes and the environment too.</summary>
internal sealed partial class ExamplesHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var help = new StringWriter { NewLine = output.NewLine };
        parseResult.InvocationConfiguration.Output = help;
        int result = inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;

        // Behind its arguments the library shows options where 'run' takes none any more.
        output.Write(OptionsAtTheEnd().Replace(help.ToString(), "$1 [options]$2"));
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

    [GeneratedRegex(@"^(  buildkit \w+)( .+) \[options\]", RegexOptions.Multiline)]
    private static partial Regex OptionsAtTheEnd();
}
