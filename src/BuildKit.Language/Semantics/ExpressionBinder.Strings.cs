using BuildKit.Language.Semantics.Shell;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Interpolated strings and shell literals.</content>
internal sealed partial class ExpressionBinder
{
    private BuildType BindString(StringSyntax text, Surroundings where)
    {
        foreach (HoleSyntax hole in text.Parts.OfType<HoleSyntax>())
        {
            BuildType type = Bind(hole.Expression, BuildType.Unknown, where);
            if (ReportIfNoText(hole, type) || TypeRules.IsText(type)) continue;
            string advice = type.Kind == TypeKind.List ? "; join it: {string.Join(\" \", list)}" : "";
            session.Error(
                DiagnosticCodes.HoleType, $"a hole takes a string, int or bool, but this is {TypeRules.Describe(type)}{advice}", hole.Expression.Span);
        }

        return BuildType.String;
    }

    /// <summary>Binds the command of a <c>Run</c>: a string literal, whose holes become words of the shell, or <c>Raw(x)</c>.</summary>
    private void BindShell(ExpressionSyntax expression, Surroundings where, string callee)
    {
        if (expression is ParenthesizedSyntax parenthesized)
        {
            BindShell(parenthesized.Expression, where, callee);
            session.Types[expression] = BuildType.Shell;
            return;
        }

        if (expression is StringSyntax literal)
        {
            foreach (HoleSyntax hole in literal.Parts.OfType<HoleSyntax>()) BindShellHole(hole, where);
            foreach (ShellFault fault in ShellScanner.FindFaults(literal))
            {
                // Raw text is not quoted, so it may stand in quotes.
                if (session.Types.GetValueOrDefault(fault.Hole.Expression)?.Kind == TypeKind.Raw) continue;
                session.Error(DiagnosticCodes.HoleInQuotes, fault.Message, fault.Hole.Span);
            }

            session.Types[literal] = BuildType.Shell;
            return;
        }

        BuildType type = Bind(expression, BuildType.Shell, where);
        if (type.Kind is TypeKind.Raw or TypeKind.Unknown) return;
        if (type.Kind == TypeKind.Secret)
        {
            ReportSecret(expression);
            return;
        }

        string message = type.Kind == TypeKind.String
            ? $"the command of {callee} is a string literal, so that its holes can be quoted for the shell; write Raw({expression.Span.Text}) to run a string as it is"
            : $"the command of {callee} is a string literal, but this is {TypeRules.Describe(type)}";
        session.Error(DiagnosticCodes.ShellLiteral, message, expression.Span);
    }

    private void BindShellHole(HoleSyntax hole, Surroundings where)
    {
        BuildType type = Bind(hole.Expression, BuildType.Shell, where);
        BuildType word = type.Kind == TypeKind.List ? type.Element ?? BuildType.Unknown : type;
        if (type.Kind == TypeKind.Raw || TypeRules.IsText(word)) return;
        if (word.Kind == TypeKind.Secret)
        {
            ReportSecret(hole.Expression);
            return;
        }

        session.Error(
            DiagnosticCodes.HoleType,
            $"a hole of a shell literal takes a string, int, bool, a list of them or Raw(x), but this is {TypeRules.Describe(type)}", hole.Expression.Span);
    }

    private bool ReportIfNoText(HoleSyntax hole, BuildType type)
    {
        switch (type.Kind)
        {
            case TypeKind.Secret:
                ReportSecret(hole.Expression);
                return true;
            case TypeKind.Raw:
                session.Error(DiagnosticCodes.RawOutsideShell, "Raw(x) has a meaning only as the command of Run and HealthCheck and in their holes", hole.Expression.Span);
                return true;
            default:
                return false;
        }
    }
}
