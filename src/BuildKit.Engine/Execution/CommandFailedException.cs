using System.Collections.Immutable;
using BuildKit.Oci;

namespace BuildKit.Engine.Execution;

/// <summary>A run's command did not end well; the scheduler adds the step.</summary>
internal sealed class CommandFailedException(string code, string message, string? advice, int exitCode, ImmutableArray<string> output)
    : BuildKitException(code, message, advice)
{
    internal int ExitCode { get; } = exitCode;

    internal ImmutableArray<string> Output { get; } = output;
}
