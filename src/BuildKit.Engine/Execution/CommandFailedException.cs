using System.Collections.Immutable;
using BuildKit.Oci;

namespace BuildKit.Engine.Execution;

/// <summary>A run's command did not end well; the scheduler adds the step.</summary>
internal sealed class CommandFailedException(string code, string message, string? advice, int exitCode, ImmutableArray<string> output)
    : BuildKitException(code, message, advice)
{
    internal int ExitCode { get; } = exitCode;

    internal ImmutableArray<string> Output { get; } = output;

    /// <summary>The files and mounts of the run, where the build looks at failed runs; whoever catches this disposes of it.</summary>
    internal FailedRun? Run { get; set; }

    /// <summary>The folder with the step's reports; null where there are none.</summary>
    internal string? Reports { get; set; }
}
