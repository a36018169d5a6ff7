using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Semantics;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>The arguments of one call to something built in, worked out when asked for. <c>null</c> for an optional one is as if it were left out.</summary>
internal sealed class Arguments(EvaluationSession session, ExpressionEvaluator expressions, BoundCall call, Scope scope)
{
    internal EvaluationSession Session { get; } = session;

    internal BoundCall Call { get; } = call;

    internal Scope Scope { get; } = scope;

    internal SourceSpan Place => Call.Syntax.Span;

    internal SourceSpan PlaceOf(string name) => Call.Argument(name)?.Span ?? Place;

    internal object? Find(string name)
    {
        if (Call.Argument(name) is not { } syntax)
        {
            return null;
        }

        object value = expressions.Evaluate(syntax, Scope);
        return value is MissingValue && Call.Target.Parameters.First(parameter => parameter.Name == name).IsOptional && syntax is NullSyntax ? null : value;
    }

    internal object Value(string name) => Find(name) ?? throw new InvalidOperationException($"'{Call.Target.Name}' was called without '{name}'.");

    internal string String(string name) => expressions.Text.String(Value(name), PlaceOf(name));

    internal string? FindString(string name) => Find(name) is { } value ? expressions.Text.String(value, PlaceOf(name)) : null;

    internal long? FindInt(string name) => Find(name) is { } value ? expressions.Text.Int(value, PlaceOf(name)) : null;

    internal bool? FindBool(string name) => Find(name) is { } value ? expressions.Text.Bool(value, PlaceOf(name)) : null;

    internal ListValue? FindList(string name) => Find(name) is { } value ? expressions.Text.List(value, PlaceOf(name)) : null;

    internal ImmutableArray<string> FindStrings(string name) =>
        FindList(name) is { } list ? [.. list.Items.Select(item => expressions.Text.String(item, PlaceOf(name)))] : [];

    /// <summary>A variadic parameter's values, each with the place of its expression; lists are put in.</summary>
    internal ImmutableArray<(string Text, SourceSpan Place)> Texts(string name)
    {
        var texts = ImmutableArray.CreateBuilder<(string, SourceSpan)>();
        foreach (ExpressionSyntax syntax in Call.ArgumentList(name))
        {
            object value = expressions.Evaluate(syntax, Scope);
            IEnumerable<object> items = value is ListValue list ? list.Items : [value];
            texts.AddRange(items.Select(item => (expressions.Text.Of(item, syntax.Span), syntax.Span)));
        }

        return texts.ToImmutable();
    }

    /// <summary>A variadic parameter's values of one kind, each with the place of its expression; lists are put in.</summary>
    internal ImmutableArray<(T Value, SourceSpan Place)> Items<T>(string name, string expected)
        where T : class
    {
        var items = ImmutableArray.CreateBuilder<(T, SourceSpan)>();
        foreach (ExpressionSyntax syntax in Call.ArgumentList(name))
        {
            object value = expressions.Evaluate(syntax, Scope);
            IEnumerable<object> values = value is ListValue list ? list.Items : [value];
            items.AddRange(values.Select(item => (item as T ?? throw expressions.Text.Unfit(item, expected, syntax.Span), syntax.Span)));
        }

        return items.ToImmutable();
    }

    /// <summary>A string that is checked and turned into something; null where the argument is left out.</summary>
    internal T? Parse<T>(string name, TryParse<T> parse, string code, string expected)
        where T : struct
    {
        if (FindString(name) is not { } text)
        {
            return null;
        }

        return parse(text, out T value) ? value : throw Session.Fail(code, $"'{text}' is no {expected}", PlaceOf(name));
    }

    /// <summary>Reads a value from text.</summary>
    internal delegate bool TryParse<T>(string text, out T value);
}
