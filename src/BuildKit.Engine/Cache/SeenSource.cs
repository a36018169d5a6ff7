using BuildKit.Engine.Context;
using BuildKit.Engine.Execution;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>What a Copy takes files from, as it is now.</summary>
/// <param name="Name">Of the source whose states take each other's place in a memory.</param>
/// <param name="Fingerprint">The same only where every file is.</param>
internal sealed record SeenSource(string Name, Digest Fingerprint)
{
    /// <summary>The context; null where a file may yet change unseen (<see cref="ContextFingerprint"/>).</summary>
    internal static SeenSource? Of(ContextFiles context) =>
        context.Fingerprint is { } fingerprint ? new SeenSource(context.Directory, fingerprint) : null;

    /// <summary>The files of a step, which its layers say.</summary>
    internal static SeenSource Of(StepResult result) => new(result.Chain.ToString(), result.Chain);
}
