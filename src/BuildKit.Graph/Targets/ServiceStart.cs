using BuildKit.Language.Text;

namespace BuildKit.Graph.Targets;

/// <summary>How a test starts its image: by the image's own entrypoint and command.</summary>
/// <param name="Origin">The call.</param>
/// <param name="Port">The TCP port that is listened on once the service is ready, 1 to 65535.</param>
/// <param name="Timeout">How long that may take. Not part of the key.</param>
public sealed record ServiceStart(SourceSpan Origin, int Port, TimeSpan Timeout);
