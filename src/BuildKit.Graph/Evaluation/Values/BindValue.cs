namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>Bind(...)</c>: becomes a mount where a run uses it, because only there the platform of its stage is known.</summary>
/// <param name="From">What <c>from:</c> gave; null for the context.</param>
internal sealed record BindValue(string Target, string Path, object? From, Language.Text.SourceSpan Place);
