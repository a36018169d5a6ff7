namespace BuildKit.Oci.Registry;

/// <summary>A registry did not do its part; the message names it and the repository.</summary>
public sealed class RegistryException : BuildKitException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">A code of the band BK52xx.</param>
    /// <param name="message">What failed and where, in one sentence.</param>
    /// <param name="advice">What the user can do, or null.</param>
    /// <param name="isTransient">Whether the same request may succeed later.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public RegistryException(string code, string message, string? advice, bool isTransient, Exception? inner = null)
        : base(code, message, advice, inner) => IsTransient = isTransient;

    /// <summary>
    /// Whether the same request may succeed later: a cut connection, 429, 5xx, or content just written that is not seen yet. The client has then already tried as often
    /// as its policy says, except for an upload from a stream that cannot be read twice: who owns the stream tries that again.
    /// </summary>
    public bool IsTransient { get; }

    /// <summary>How long the registry asked to be left alone; null where it did not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
