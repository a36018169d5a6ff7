using System.Collections.Immutable;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>new { name = value }</c>, in the order of the text.</summary>
internal sealed record ObjectValue(ImmutableArray<KeyValuePair<string, object>> Properties);
