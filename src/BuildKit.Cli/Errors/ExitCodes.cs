using BuildKit.Engine;
using BuildKit.Language.Diagnostics;
using BuildKit.Oci;

namespace BuildKit.Cli.Errors;

/// <summary>What the process exits with. <c>buildkit run</c> passes on the container's own code instead of <see cref="Success"/>.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A step failed, or the world did not do its part.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>The Buildfile or its lock has errors, or there is no Buildfile; nothing was run.</summary>
    public const int Buildfile = 3;

    /// <summary>The program has a defect (<c>EX_SOFTWARE</c> of sysexits.h).</summary>
    public const int Defect = 70;

    /// <summary>The time of <c>--timeout</c> is over (timeout(1) exits with the same).</summary>
    public const int TimeIsOver = 124;

    /// <summary>Ctrl-C or a signal (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>The only place where a failure becomes an exit code.</summary>
    public static int Of(Exception exception) => exception switch
    {
        OperationCanceledException => Interrupted,
        FailureShownException { Failure: var shown } => Of(shown),
        BuildfileErrorsException errors => OfDiagnostics(errors),
        BuildKitException { Code: ExecutionErrorCodes.TimeIsOver } => TimeIsOver,
        BuildKitException { Code: CommandLineErrorCodes.Usage or CommandLineErrorCodes.UnknownTarget or CommandLineErrorCodes.UnknownStep or CommandLineErrorCodes.UnknownEnvironment or CommandLineErrorCodes.EnvironmentOrder
            or CommandLineErrorCodes.UnknownBase or ExecutionErrorCodes.CacheNotTrusted } => Usage,
        BuildKitException
        {
            Code: CommandLineErrorCodes.BuildfileMissing or CommandLineErrorCodes.BuildfileUnreadable or CommandLineErrorCodes.NothingToBuild
        } => Buildfile,
        BuildKitException known => OfLanguage(known.Code) ? Buildfile : Failure,
        _ => Defect,
    };

    // A wrong buildkit.lock is found in evaluation or after it, by what the Buildfile happens to ask; it is the user's text either way.
    private static bool OfLanguage(string code) => string.CompareOrdinal(code, "BK4") < 0;

    // Evaluation asks the world for bases and times, and reports what fails with its place in the Buildfile.
    private static int OfDiagnostics(BuildfileErrorsException exception)
    {
        string[] codes = [.. exception.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Code)];
        return codes.Contains(CommandLineErrorCodes.Usage) ? Usage
            : codes.All(OfLanguage) ? Buildfile
            : Failure;
    }
}
