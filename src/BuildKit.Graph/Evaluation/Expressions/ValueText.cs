using System.Globalization;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>Values as text and as .NET values, or an error at their place.</summary>
internal sealed class ValueText(EvaluationSession session)
{
    /// <summary>The text of a string, int or bool, as C# gives it in every culture.</summary>
    internal string Of(object value, SourceSpan place) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "True" : "False",
        _ => throw Unfit(value, "text", place),
    };

    internal string String(object value, SourceSpan place) => value as string ?? throw Unfit(value, "a string", place);

    internal long Int(object value, SourceSpan place) => value is long number ? number : throw Unfit(value, "an int", place);

    internal bool Bool(object value, SourceSpan place) => value is bool flag ? flag : throw Unfit(value, "a bool", place);

    internal ListValue List(object value, SourceSpan place) => value as ListValue ?? throw Unfit(value, "a list", place);

    /// <summary>Reports that a value is of another kind than is needed; for <c>null</c> with its reason.</summary>
    internal EvaluationFailedException Unfit(object value, string needed, SourceSpan place) => value switch
    {
        FailedValue => new EvaluationFailedException(),
        MissingValue missing => session.Fail(GraphDiagnosticCodes.MissingValue, $"there is no value here: {missing.Reason}; '?? \"...\"' gives one for that case", place),
        _ => session.Fail(GraphDiagnosticCodes.WrongValue, $"{needed} is needed here, and this is {KindOf(value)}", place),
    };

    /// <summary>Counts a new string against the limits.</summary>
    internal string Bounded(string text, SourceSpan place)
    {
        if (text.Length > EvaluationLimits.StringLength)
        {
            throw session.Fail(GraphDiagnosticCodes.ValueTooLarge, $"this string has {text.Length} characters; the most is {EvaluationLimits.StringLength}", place);
        }

        session.Spend(place, text.Length / 1024);
        return text;
    }

    /// <summary>Counts a new list against the limits.</summary>
    internal ListValue Bounded(ListValue list, SourceSpan place)
    {
        if (list.Items.Length > EvaluationLimits.ListLength)
        {
            throw session.Fail(GraphDiagnosticCodes.ValueTooLarge, $"this list has {list.Items.Length} elements; the most is {EvaluationLimits.ListLength}", place);
        }

        session.Spend(place, list.Items.Length / 16);
        return list;
    }

    /// <summary>Equality as <c>==</c> has it: by value, lists element by element; <c>null</c> equals <c>null</c>.</summary>
    internal static bool AreEqual(object left, object right) => (left, right) switch
    {
        (MissingValue, MissingValue) => true,
        (ListValue a, ListValue b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second)),
        _ => left.Equals(right),
    };

    private static string KindOf(object value) => value switch
    {
        string => "a string",
        long => "an int",
        bool => "a bool",
        ListValue => "a list",
        StageValue { Declaration.IsImage: true } => "an image",
        StageValue => "a stage",
        ScratchValue or LayoutValue or DotNetBaseValue => "a base",
        SecretValue => "a secret, which never becomes text",
        RawValue => "shell text",
        DotNetProject => "a .NET project",
        ObjectValue => "a set of names and values",
        _ => "something else",
    };
}
