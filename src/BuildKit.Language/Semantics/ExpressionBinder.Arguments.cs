using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Arguments of a call.</content>
internal sealed partial class ExpressionBinder
{
    /// <summary>Matches and binds the arguments. Gives the type of what a lambda among them gives.</summary>
    private BuildType? BindArguments(
        CallSyntax call, CallableSymbol target, ExpressionSyntax? receiver, UsingSymbol? module, BuildType? item, Surroundings where)
    {
        var matcher = new ArgumentMatcher(session, call, target);
        IReadOnlyList<(CallParameterSymbol Parameter, ArgumentSyntax Argument)> pairs = matcher.Match(out IReadOnlyList<ArgumentSyntax> unmatched);
        foreach (ArgumentSyntax argument in unmatched) BindLoosely(argument, where);
        BuildType? result = null;
        foreach ((CallParameterSymbol parameter, ArgumentSyntax argument) in pairs)
        {
            result = BindArgument(target, parameter, argument, item, where) ?? result;
        }

        ImmutableArray<BoundArgument> arguments =
        [
            .. target.Parameters
                .Select(parameter => new BoundArgument(parameter, [.. pairs.Where(pair => ReferenceEquals(pair.Parameter, parameter)).Select(pair => pair.Argument.Value)]))
                .Where(argument => !argument.Values.IsEmpty),
        ];
        session.Calls[call] = new BoundCall(call, target, receiver, module, arguments);
        return result;
    }

    private BuildType? BindArgument(CallableSymbol target, CallParameterSymbol parameter, ArgumentSyntax argument, BuildType? item, Surroundings where)
    {
        ExpressionSyntax value = argument.Value;
        string what = $"'{parameter.Name}' of '{target.Name}'";
        BuildType type = TypeRules.Substitute(parameter.Type, item, null);
        switch (type.Kind)
        {
            case TypeKind.Shell:
                BindShell(value, where, target.Name);
                return null;
            case TypeKind.Lambda when value is LambdaSyntax lambda:
                BuildType wanted = parameter.Type.Element?.Kind == TypeKind.Result ? parameter.Type : type;
                return BindLambda(lambda, wanted, item ?? BuildType.Unknown, where).Element;
        }

        if (parameter.IsVariadic)
        {
            BindVariadic(value, type, what, where);
            return null;
        }

        // An optional argument may be null, as in owner: isRoot ? null : "app"; it is then as if it were left out.
        if (value is NullSyntax && parameter.IsOptional)
        {
            session.Types[value] = BuildType.Null;
            return null;
        }

        _ = Bind(value, type, where, what);
        return null;
    }

    /// <summary>A variadic parameter takes single values, and lists of them.</summary>
    private void BindVariadic(ExpressionSyntax value, BuildType list, string what, Surroundings where)
    {
        BuildType element = list.Element ?? BuildType.Unknown;
        BuildType actual = Bind(value, value is ListSyntax ? list : element, where);
        if (TypeRules.Fits(actual, element) || TypeRules.Fits(actual, list)) return;
        if (actual.Kind == TypeKind.Secret)
        {
            ReportSecret(value);
            return;
        }

        string advice = element.Kind == TypeKind.String && TypeRules.IsText(actual) ? AsString(value) : "";
        session.Error(
            DiagnosticCodes.WrongType,
            $"{what} takes {TypeRules.Describe(element)} or a list of them, but this is {TypeRules.Describe(actual)}{advice}", value.Span);
    }
}
