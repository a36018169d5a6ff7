using BuildKit.Graph.Evaluation.Values;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>What can be called on a string: as in .NET, with ordinal comparison and the invariant culture.</summary>
internal sealed class StringMembers(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal object Call(string name, string text, Arguments arguments) => name switch
    {
        "string.ToLower" => text.ToLowerInvariant(),
        "string.ToUpper" => text.ToUpperInvariant(),
        "string.Trim" => text.Trim(),
        "string.TrimStart" => text.TrimStart(),
        "string.TrimEnd" => text.TrimEnd(),
        "string.Replace" => Replace(text, NotEmpty(arguments, "oldValue"), arguments.String("newValue"), arguments),
        "string.Split" => expressions.Text.Bounded(ListValue.Of(text.Split(NotEmpty(arguments, "separator"))), arguments.Place),
        "string.Contains" => text.Contains(arguments.String("value"), StringComparison.Ordinal),
        "string.StartsWith" => text.StartsWith(arguments.String("value"), StringComparison.Ordinal),
        "string.EndsWith" => text.EndsWith(arguments.String("value"), StringComparison.Ordinal),
        "string.IndexOf" => (long)text.IndexOf(arguments.String("value"), StringComparison.Ordinal),
        "string.Substring" => Substring(text, arguments),
        _ => throw new InvalidOperationException($"The member '{name}' cannot be worked out."),
    };

    internal string Join(Arguments arguments)
    {
        string separator = arguments.String("separator");
        ListValue list = arguments.FindList("values") ?? new ListValue([]);
        long length = (long)separator.Length * list.Items.Length;
        string[] parts = [.. list.Items.Select(item => expressions.Text.Of(item, arguments.PlaceOf("values")))];
        Limit(length + parts.Sum(part => (long)part.Length), arguments);
        return expressions.Text.Bounded(string.Join(separator, parts), arguments.Place);
    }

    private string Replace(string text, string old, string replacement, Arguments arguments)
    {
        Limit(text.Length + (CountOf(text, old) * (replacement.Length - old.Length)), arguments);
        return expressions.Text.Bounded(text.Replace(old, replacement, StringComparison.Ordinal), arguments.Place);
    }

    private static long CountOf(string text, string part)
    {
        long count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private void Limit(long length, Arguments arguments)
    {
        if (length > EvaluationLimits.StringLength)
        {
            throw session.Fail(GraphDiagnosticCodes.ValueTooLarge, $"this string would have {length} characters; the most is {EvaluationLimits.StringLength}", arguments.Place);
        }
    }

    private string Substring(string text, Arguments arguments)
    {
        long start = arguments.FindInt("startIndex") ?? 0;
        long length = arguments.FindInt("length") ?? text.Length - start;
        return start >= 0 && start <= text.Length && length >= 0 && length <= text.Length - start
            ? text.Substring((int)start, (int)length)
            : throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"{length} characters from {start} on are not within a string of {text.Length}", arguments.Place);
    }

    private string NotEmpty(Arguments arguments, string name) =>
        arguments.String(name) is { Length: > 0 } text
            ? text
            : throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"'{name}' has at least one character", arguments.PlaceOf(name));
}
