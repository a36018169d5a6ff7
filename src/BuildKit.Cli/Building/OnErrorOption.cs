using System.CommandLine;
using BuildKit.Oci;

namespace BuildKit.Cli.Building;

/// <summary><c>--on-error fail|shell</c></summary>
internal static class OnErrorOption
{
    private const string Fail = "fail";
    private const string Shell = "shell";

    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--on-error")
        {
            Description = "shell: where a Run or Exec fails, open a shell in the step's files, and fail when it ends. Needs a terminal.",
            HelpName = $"{Fail}|{Shell}",
            DefaultValueFactory = _ => Fail,
        };
        option.AcceptOnlyFromAmong(Fail, Shell);
        return option;
    }

    /// <summary>Whether a shell is wanted.</summary>
    /// <param name="progress">The value of <c>--progress</c>.</param>
    /// <exception cref="BuildKitException">One is wanted, and there is no terminal for it (BK4301).</exception>
    public static bool Read(ParseResult arguments, Option<string> option, string progress)
    {
        if (arguments.GetRequiredValue(option) == Fail)
        {
            return false;
        }

        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            string which = Console.IsInputRedirected ? "input" : "output";
            throw new BuildKitException(CommandLineErrorCodes.Usage, $"--on-error shell needs a terminal, and standard {which} is none.", "Leave it out where nobody sits at a terminal; --reports brings files out of a failed step.");
        }

        return progress != "json"
            ? true
            : throw new BuildKitException(CommandLineErrorCodes.Usage, "--on-error shell writes to the terminal, and --progress json is for programs.", "Give one of them.");
    }
}
