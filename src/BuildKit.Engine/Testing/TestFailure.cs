using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Engine.Testing;

/// <summary>Why a test failed.</summary>
/// <param name="Cause">Code, message and advice.</param>
/// <param name="Place">The call in the Buildfile: a step, or <c>Start</c>.</param>
/// <param name="Step">The step that failed; null where the service did.</param>
/// <param name="ExitCode">What the step or service exited with (128 plus the signal's number where a signal ended it); null where it did not end by itself.</param>
public sealed record TestFailure(BuildKitException Cause, SourceSpan Place, StepRef? Step, int? ExitCode)
{
    /// <summary>The absolute folder with the files that the step's <c>reports:</c> brought out; null where there are none.</summary>
    public string? Reports { get; init; }
}
