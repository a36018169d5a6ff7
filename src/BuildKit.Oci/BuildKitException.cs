namespace BuildKit.Oci;

/// <summary>
/// The world did not do its part: a registry, a disk, a kernel, a step. The user's own mistakes are diagnostics,
/// and a defect of the program is any other exception.
/// </summary>
public class BuildKitException : Exception
{
    /// <summary>Creates the failure with its stable code and what to do next.</summary>
    /// <param name="code"><c>BK4xxx</c> execution, <c>BK5xxx</c> OCI and registry, <c>BK6xxx</c> delivery; listed in docs/diagnostics.md.</param>
    /// <param name="message">What failed and where, in one sentence.</param>
    /// <param name="advice">What the user can do, in one sentence; null where nothing is known to help.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public BuildKitException(string code, string message, string? advice = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Advice = advice;
    }

    /// <summary>The stable code.</summary>
    public string Code { get; }

    /// <summary>What to do next, or null.</summary>
    public string? Advice { get; }
}
