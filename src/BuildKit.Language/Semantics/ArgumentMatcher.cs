using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Finds the parameter that each argument of a call is for, by C#'s rules.</summary>
internal sealed class ArgumentMatcher(BindingSession session, CallSyntax call, CallableSymbol target)
{
    private readonly List<(CallParameterSymbol Parameter, ArgumentSyntax Argument)> pairs = [];
    private readonly List<ArgumentSyntax> unmatched = [];
    private bool hasUnknown;

    /// <summary>Arguments with their parameters. Reports what does not go together, and what is missing.</summary>
    public IReadOnlyList<(CallParameterSymbol Parameter, ArgumentSyntax Argument)> Match(out IReadOnlyList<ArgumentSyntax> without)
    {
        CallParameterSymbol[] positional = [.. target.Parameters.Where(parameter => !parameter.IsNamedOnly)];
        int next = 0;
        bool isNamed = false;
        foreach (ArgumentSyntax argument in call.Arguments)
        {
            if (argument.Name is { } name)
            {
                isNamed = true;
                MatchNamed(name, argument);
            }
            else if (isNamed && argument.Value is not MissingSyntax)
            {
                session.Error(DiagnosticCodes.ArgumentOrder, "an argument without a name stands before those with names", argument.Span);
                unmatched.Add(argument);
            }
            else if (next < positional.Length)
            {
                pairs.Add((positional[next], argument));
                if (!positional[next].IsVariadic) next++;
            }
            else if (argument.Value is not MissingSyntax)
            {
                ReportSurplus(argument, positional.Length);
                unmatched.Add(argument);
            }
        }

        ReportMissing();
        without = unmatched;
        return pairs;
    }

    private void MatchNamed(IdentifierSyntax name, ArgumentSyntax argument)
    {
        if (target.Parameters.FirstOrDefault(candidate => candidate.Name == name.Name) is not { } parameter)
        {
            hasUnknown = true;
            string near = session.Suggest(name.Name, target.Parameters.Select(candidate => candidate.Name));
            session.Error(DiagnosticCodes.UnknownParameter, $"'{target.Name}' has no parameter '{name.Name}'{near}", name.Span);
            unmatched.Add(argument);
        }
        else if (pairs.Any(pair => ReferenceEquals(pair.Parameter, parameter)))
        {
            session.Error(DiagnosticCodes.ArgumentTwice, $"'{name.Name}' is given twice", name.Span);
            unmatched.Add(argument);
        }
        else
        {
            pairs.Add((parameter, argument));
        }
    }

    private void ReportSurplus(ArgumentSyntax argument, int positional)
    {
        string[] named = [.. target.Parameters.Where(parameter => parameter.IsNamedOnly).Select(parameter => parameter.Name + ":")];
        if (named.Length > 0)
        {
            session.Error(
                DiagnosticCodes.NamedOnly,
                $"'{target.Name}' takes {Count(positional)} without a name; the others are named: {string.Join(", ", named)}", argument.Span);
        }
        else
        {
            session.Error(DiagnosticCodes.TooManyArguments, $"'{target.Name}' takes {Count(positional)}", argument.Span);
        }
    }

    private void ReportMissing()
    {
        // Where an argument could not be read or a name is misspelt, what is missing follows from that.
        if (hasUnknown || call.Arguments.Any(argument => argument.Value is MissingSyntax && argument.Name is null)) return;
        string[] missing =
        [
            .. target.Parameters.Where(parameter => !parameter.IsOptional && !pairs.Any(pair => ReferenceEquals(pair.Parameter, parameter)))
                .Select(parameter => $"'{parameter.Name}'"),
        ];
        if (missing.Length > 0)
        {
            session.Error(DiagnosticCodes.MissingArgument, $"'{target.Name}' needs {string.Join(" and ", missing)}", call.Callee.Span, Signature());
        }
    }

    private Note Signature() => new($"it is declared as {target.Signature}", target.Declaration);

    private static string Count(int number) => number switch
    {
        0 => "no argument",
        1 => "one argument",
        _ => $"{number} arguments",
    };
}
