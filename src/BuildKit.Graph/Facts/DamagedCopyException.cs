using BuildKit.Oci;

namespace BuildKit.Graph.Facts;

/// <summary>A copy of a Git repository lacks what it should have; fetching it anew may help.</summary>
public sealed class DamagedCopyException(string code, string message, string advice, Exception? inner) : BuildKitException(code, message, advice, inner);
