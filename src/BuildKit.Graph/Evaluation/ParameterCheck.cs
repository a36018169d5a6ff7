using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation;

/// <summary>Compares a parameter's value with the list behind <c>in</c>.</summary>
internal static class ParameterCheck
{
    /// <summary>The value, where it (or each element of a list) is allowed.</summary>
    internal static object Allowed(
        EvaluationSession session, ExpressionEvaluator expressions, ModuleInstance module, ParameterSymbol parameter, object value, SourceSpan place)
    {
        if (parameter.Syntax.Allowed is not { } syntax)
        {
            return value;
        }

        ListValue allowed = expressions.Text.List(expressions.Evaluate(syntax, module.Top), syntax.Span);
        IEnumerable<object> values = value is ListValue list ? list.Items : [value];
        foreach (object item in values)
        {
            if (!allowed.Items.Any(candidate => ValueText.AreEqual(candidate, item)))
            {
                string[] texts = [.. allowed.Items.Select(candidate => expressions.Text.Of(candidate, syntax.Span))];
                string given = expressions.Text.Of(item, place);
                string? near = Spelling.Nearest(given, texts);
                throw session.Fail(
                    GraphDiagnosticCodes.ParameterNotAllowed,
                    $"'{given}' is not allowed for '{parameter.Name}'; " + (near is null ? $"allowed are {string.Join(", ", texts)}" : $"did you mean '{near}'?"),
                    place,
                    new Note("what is allowed stands here", syntax.Span));
            }
        }

        return value;
    }
}
