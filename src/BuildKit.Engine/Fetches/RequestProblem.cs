namespace BuildKit.Engine.Fetches;

/// <summary>A request that is answered with an error and goes nowhere; the connection ends with it.</summary>
/// <param name="status">The status code, RFC 9110, section 15.</param>
/// <param name="message">A sentence for whoever made the request.</param>
internal sealed class RequestProblem(int status, string message) : Exception(message)
{
    internal int Status { get; } = status;
}
