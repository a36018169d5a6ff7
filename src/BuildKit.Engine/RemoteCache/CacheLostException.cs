using BuildKit.Oci;

namespace BuildKit.Engine.RemoteCache;

/// <summary>
/// A layer that a remote cache said it has cannot be had after all, and something needs it. The build goes through its steps once more, and the step that gave it runs.
/// </summary>
internal sealed class CacheLostException() : BuildKitException(
    ExecutionErrorCodes.LayerMissing, "A layer that came with a remote cache is no longer in the store.", "Build again; something removes files of the store.");
