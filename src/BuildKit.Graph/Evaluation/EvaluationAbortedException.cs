namespace BuildKit.Graph.Evaluation;

/// <summary>Ends the whole evaluation: a limit is reached, and it is reported.</summary>
internal sealed class EvaluationAbortedException : Exception;
