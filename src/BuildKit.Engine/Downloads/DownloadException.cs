using BuildKit.Oci;

namespace BuildKit.Engine.Downloads;

/// <summary>A server did not give a file.</summary>
/// <param name="isTransient">Whether the same request may succeed later.</param>
internal sealed class DownloadException(string code, string message, string advice, bool isTransient, Exception? inner = null) : BuildKitException(code, message, advice, inner)
{
    internal bool IsTransient { get; } = isTransient;

    /// <summary>How long the server asked to be left alone; null where it did not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
