using System.Collections.Immutable;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary>A list.</summary>
internal sealed record ListValue(ImmutableArray<object> Items)
{
    internal static ListValue Of(IEnumerable<object> items) => new([.. items]);
}
