using System.CommandLine;
using BuildKit.Engine.Bases;

namespace BuildKit.Cli.Running;

/// <summary><c>--pull missing|always|never</c></summary>
internal static class PullOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--pull")
        {
            Description = "When a registry is asked. missing: for what is not here; always: for an image of a registry even where it is here; never: not even for bases.",
            HelpName = "missing|always|never",
            DefaultValueFactory = _ => "missing",
        };
        option.AcceptOnlyFromAmong("missing", "always", "never");
        return option;
    }

    /// <summary>The option's value.</summary>
    public static PullPolicy Parse(string text) => text switch
    {
        "always" => PullPolicy.Always,
        "never" => PullPolicy.Never,
        _ => PullPolicy.Missing,
    };
}
