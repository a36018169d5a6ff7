using System.CommandLine;
using BuildKit.Cli.Terminals;

namespace BuildKit.Cli.Progress;

/// <summary>How a build is shown: <c>--progress auto|tty|plain|json</c>.</summary>
internal static class ProgressMode
{
    /// <summary>The option.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--progress")
        {
            Description = "auto, tty: a live tree on a terminal, plain lines elsewhere; plain: lines; json: an object a line (schemas/progress.schema.json).",
            HelpName = "auto|tty|plain|json",
            DefaultValueFactory = _ => "auto",
        };
        option.AcceptOnlyFromAmong("auto", "tty", "plain", "json");
        return option;
    }

    /// <summary>The progress of a mode. A terminal that is too narrow for a tree gets plain lines.</summary>
    public static IBuildProgress Create(string mode, TextOutput output) => mode switch
    {
        "json" => new JsonProgress(output),
        "plain" => new PlainProgress(output),
        _ when output.IsTerminal && TreeProgress.Fits(Console.WindowWidth, Console.WindowHeight) => new TreeProgress(output),
        _ => new PlainProgress(output),
    };
}
