using System.Text;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>The script of a shell literal: its text as it stands, each hole as one quoted word, a list as one word each, <c>Raw(x)</c> as it is.</summary>
internal sealed class ShellLiteral(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal string Evaluate(ExpressionSyntax syntax, Scope scope)
    {
        string script = syntax switch
        {
            StringSyntax literal => Script(literal, scope),
            ParenthesizedSyntax inner => Evaluate(inner.Expression, scope),
            ConditionalSyntax choice => Evaluate(expressions.Condition(choice.Condition, scope) ? choice.Then : choice.Otherwise, scope),
            _ => expressions.Evaluate(syntax, scope) is RawValue raw
                ? raw.Text
                : throw session.Fail(GraphDiagnosticCodes.WrongValue, "a string literal or Raw(...) is needed here", syntax.Span),
        };
        if (script.Contains('\0', StringComparison.Ordinal))
        {
            throw session.Fail(GraphDiagnosticCodes.WrongValue, "a script holds no NUL", syntax.Span);
        }

        return expressions.Text.Bounded(script, syntax.Span);
    }

    private string Script(StringSyntax literal, Scope scope)
    {
        var script = new StringBuilder();
        foreach (StringPartSyntax part in literal.Parts)
        {
            script.Append(part switch
            {
                TextPartSyntax text => text.Value,
                HoleSyntax hole => Words(expressions.Evaluate(hole.Expression, scope), hole.Expression.Span),
                _ => "",
            });
        }

        return script.ToString();
    }

    private string Words(object value, SourceSpan place) => value switch
    {
        RawValue raw => raw.Text,
        ListValue list => string.Join(' ', list.Items.Select(item => item is RawValue raw ? raw.Text : ShellWord.Quote(expressions.Text.Of(item, place)))),
        _ => ShellWord.Quote(expressions.Text.Of(value, place)),
    };
}
