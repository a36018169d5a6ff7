using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Cli.Errors;

/// <summary>The Buildfile has errors, so nothing is run. They have been shown.</summary>
internal sealed class BuildfileErrorsException : Exception
{
    /// <summary>Carries what was wrong.</summary>
    public BuildfileErrorsException(ImmutableArray<Diagnostic> diagnostics)
        : base("The Buildfile has errors.") => Diagnostics = diagnostics;

    /// <summary>Errors and warnings of all files, by place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The files that were read, absolute: whoever waits for a better Buildfile looks at these.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>How many of them are errors; at least 1.</summary>
    public int ErrorCount => Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error);
}
