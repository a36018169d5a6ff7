using BuildKit.Engine.Files;

namespace BuildKit.Engine.Execution;

/// <summary>What earlier runs have left for a run that makes files on the way.</summary>
/// <param name="Files">The files.</param>
/// <param name="Count">How many outputs they are of, as a whole.</param>
/// <param name="IsConditional">Whether some of these are good for as long only as what the others show does not change, which the run finds out itself.</param>
internal sealed record FoundFiles(ChangeSet Files, int Count, bool IsConditional)
{
    /// <summary>None.</summary>
    internal static FoundFiles None { get; } = new(new ChangeSet([]), 0, IsConditional: false);
}
