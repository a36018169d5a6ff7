namespace BuildKit.Graph.Evaluation;

/// <summary>Leaves an expression or statement whose error is reported already; the next statement goes on.</summary>
internal sealed class EvaluationFailedException : Exception;
