using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>What can be called on a list; order is kept where the member does not say otherwise.</summary>
internal sealed class ListMembers(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal object Call(string name, ListValue list, Arguments arguments) => name switch
    {
        "list.Select" => List(list.Items.Select(item => Apply(arguments, "selector", item)), arguments),
        "list.Where" => List(list.Items.Where(item => Holds(arguments, item)), arguments),
        "list.Any" => arguments.Call.Argument("predicate") is null ? !list.Items.IsEmpty : list.Items.Any(item => Holds(arguments, item)),
        "list.All" => list.Items.All(item => Holds(arguments, item)),
        "list.First" => NotEmpty(list, arguments).Items[0],
        "list.Last" => NotEmpty(list, arguments).Items[^1],
        "list.Skip" => List(list.Items.Skip(Count(arguments)), arguments),
        "list.Take" => List(list.Items.Take(Count(arguments)), arguments),
        "list.Distinct" => List(Distinct(list, arguments), arguments),
        "list.Order" => List(list.Items.Order(ValueOrder.Instance), arguments),
        "list.Contains" => Contains(list, arguments.Value("value")),
        _ => throw new InvalidOperationException($"The member '{name}' cannot be worked out."),
    };

    private static bool Contains(ListValue list, object value) => list.Items.Any(item => ValueText.AreEqual(item, value));

    private ListValue List(IEnumerable<object> items, Arguments arguments) => expressions.Text.Bounded(ListValue.Of(items), arguments.Place);

    private object Apply(Arguments arguments, string parameter, object item)
    {
        ExpressionSyntax? syntax = arguments.Call.Argument(parameter);
        while (syntax is ParenthesizedSyntax inner)
        {
            syntax = inner.Expression;
        }

        if (syntax is not LambdaSyntax lambda || session.Model.SymbolOf(lambda) is not VariableSymbol symbol)
        {
            throw new EvaluationFailedException();
        }

        Scope scope = arguments.Scope.Nested();
        scope.Define(symbol, item);
        object value = expressions.Evaluate(lambda.Body, scope);
        return value is MissingValue ? throw expressions.Text.Unfit(value, "a value", lambda.Body.Span) : value;
    }

    private bool Holds(Arguments arguments, object item) => expressions.Text.Bool(Apply(arguments, "predicate", item), arguments.PlaceOf("predicate"));

    private ListValue NotEmpty(ListValue list, Arguments arguments) =>
        list.Items.IsEmpty ? throw session.Fail(GraphDiagnosticCodes.OutOfRange, "the list has no element", arguments.Place) : list;

    private int Count(Arguments arguments)
    {
        long count = arguments.FindInt("count") ?? 0;
        return count is >= 0 and <= int.MaxValue ? (int)count : throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"{count} is no number of elements", arguments.PlaceOf("count"));
    }

    private List<object> Distinct(ListValue list, Arguments arguments)
    {
        var kept = new List<object>();
        foreach (object item in list.Items)
        {
            session.Spend(arguments.Place, 1 + (kept.Count / 64));
            if (!kept.Exists(other => ValueText.AreEqual(other, item)))
            {
                kept.Add(item);
            }
        }

        return kept;
    }
}
