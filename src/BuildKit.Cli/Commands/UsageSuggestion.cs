using System.CommandLine;
using BuildKit.Cli.Errors;

namespace BuildKit.Cli.Commands;

/// <summary>Finds what a mistyped command or option probably meant.</summary>
internal static class UsageSuggestion
{
    /// <summary>One sentence, or null where nothing is near.</summary>
    public static string? For(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? wrong = parsed.UnmatchedTokens
            .Concat(parsed.CommandResult.Tokens.Select(token => token.Value).Where(text => text.StartsWith('-')))
            .FirstOrDefault();
        if (wrong is null)
        {
            return null;
        }

        IEnumerable<string> names = wrong.StartsWith('-')
            ? command.Options.SelectMany(option => (IEnumerable<string>)[option.Name, .. option.Aliases])
            : command.Subcommands.Select(child => child.Name);
        return NearName.Find(wrong.Split('=')[0], names) is { } near ? $"Did you mean '{near}'?" : null;
    }

    /// <summary>The errors as sentences. Where a command is mistyped, that one is missing is no news.</summary>
    public static string Message(ParseResult parsed)
    {
        string[] messages = [.. parsed.Errors.Select(error => string.Join(' ', error.Message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))).Distinct()];
        string wrong = parsed.UnmatchedTokens.Count > 0 && parsed.CommandResult.Command is RootCommand 
            ? $"There is no {(parsed.UnmatchedTokens[0].StartsWith('-') ? "option" : "command")} '{parsed.UnmatchedTokens[0]}'."
            : "";
        return wrong.Length > 0 ? wrong : string.Join(' ', messages);
    }
}
