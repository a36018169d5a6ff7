using System.Runtime.CompilerServices;
using BuildKit.Graph.Evaluation.Environments;
using BuildKit.Graph.Facts;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Semantics;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Graph.Evaluation;

/// <summary>What one evaluation shares: the model, the world, what was reported, and how much may still be done.</summary>
internal sealed class EvaluationSession(SemanticModel model, IBuildFacts facts)
{
    private readonly List<Diagnostic> diagnostics = [];
    private readonly HashSet<(string Code, string Message, string Path, int Start)> reported = [];
    private long used;

    internal SemanticModel Model { get; } = model;

    /// <summary>What tests say, where gates are worked out; null elsewhere.</summary>
    internal TestDefinitions? TestDefinitions { get; init; }

    internal IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    internal bool HasErrors => diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Counts work, and stops where there is too much of it or too little stack.</summary>
    internal void Spend(SourceSpan place, long cost = 1)
    {
        used += cost;
        if (used > EvaluationLimits.Steps)
        {
            Report(Diagnostic.Error(GraphDiagnosticCodes.BudgetExceeded, $"the Buildfile needs more than {EvaluationLimits.Steps} steps of evaluation", place));
            throw new EvaluationAbortedException();
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fail(GraphDiagnosticCodes.TooDeep, "this is nested too deeply", place);
        }
    }

    /// <summary>Asks the world; what it answers with a failure becomes an error at the place that asked.</summary>
    internal T Ask<T>(SourceSpan place, Func<IBuildFacts, T> question)
    {
        try
        {
            return question(facts);
        }
        catch (BuildKitException failure)
        {
            Report(new Diagnostic(failure.Code, Severity.Error, failure.Message, place, failure.Advice is { } advice ? [new Note(advice)] : []));
            throw new EvaluationFailedException();
        }
    }

    internal EvaluationFailedException Fail(string code, string message, SourceSpan place, params Note[] notes)
    {
        Report(new Diagnostic(code, Severity.Error, message, place, [.. notes]));
        return new EvaluationFailedException();
    }

    /// <summary>Takes a diagnostic; the same one from another platform or turn of a loop is said once.</summary>
    internal void Report(Diagnostic diagnostic)
    {
        if (reported.Add((diagnostic.Code, diagnostic.Message, diagnostic.Span.Source.Path, diagnostic.Span.Start)) && diagnostics.Count < EvaluationLimits.Diagnostics)
        {
            diagnostics.Add(diagnostic);
        }
    }

    /// <summary>Does something and goes on where it fails, so that one run finds every error.</summary>
    internal bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (EvaluationFailedException)
        {
            return false;
        }
    }
}
