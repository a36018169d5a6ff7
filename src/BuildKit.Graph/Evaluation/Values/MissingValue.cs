namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>null</c>, with what to say where something else is needed.</summary>
/// <param name="Reason">A clause, such as <c>HEAD has no tag</c>.</param>
internal sealed record MissingValue(string Reason);
