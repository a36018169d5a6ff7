namespace BuildKit.Language.Diagnostics;

/// <summary>How much a diagnostic weighs. Nothing runs while there is an error.</summary>
public enum Severity
{
    /// <summary>Worth knowing; changes nothing.</summary>
    Info,

    /// <summary>Likely a mistake; the build goes on.</summary>
    Warning,

    /// <summary>The Buildfile has no meaning as it stands.</summary>
    Error,
}
