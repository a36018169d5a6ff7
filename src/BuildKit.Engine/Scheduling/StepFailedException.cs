using System.Collections.Immutable;
using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Engine.Scheduling;

/// <summary>A step failed, so the build did; whatever else was running has been stopped.</summary>
public sealed class StepFailedException : BuildKitException
{
    /// <summary>Creates the failure of one step.</summary>
    public StepFailedException(
        string code, string message, string? advice, Exception? inner, StepRef reference, Step step, int? exitCode, ImmutableArray<string> output)
        : base(code, message, advice, inner)
    {
        Reference = reference;
        Step = step;
        ExitCode = exitCode;
        Output = output;
    }

    /// <summary>Which step of the graph.</summary>
    public StepRef Reference { get; }

    /// <summary>The step; its <c>Origin</c> is the place in the Buildfile.</summary>
    public Step Step { get; }

    /// <summary>What the command exited with (128 plus the signal's number where a signal ended it); null where no command ran.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines of the command's output, at most 50, both streams as they came.</summary>
    public ImmutableArray<string> Output { get; }

    /// <summary>The absolute folder with the files that the step's <c>reports:</c> brought out; null where there are none.</summary>
    public string? Reports { get; init; }

    /// <summary>How every needed step ended, in the order of the graph.</summary>
    public ImmutableArray<StepReport> Steps { get; private init; } = [];

    /// <summary>The same failure with the reports of all steps.</summary>
    internal StepFailedException With(ImmutableArray<StepReport> steps) =>
        new(Code, Message, Advice, InnerException, Reference, Step, ExitCode, Output) { Reports = Reports, Steps = steps };
}
