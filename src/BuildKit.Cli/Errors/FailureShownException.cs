using BuildKit.Engine.Scheduling;

namespace BuildKit.Cli.Errors;

/// <summary>A step failed and has been shown, before a shell was opened in its files.</summary>
internal sealed class FailureShownException(StepFailedException failure) : Exception(failure.Message, failure)
{
    /// <summary>The failure.</summary>
    public StepFailedException Failure { get; } = failure;
}
