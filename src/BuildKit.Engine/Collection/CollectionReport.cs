using System.Collections.Immutable;

namespace BuildKit.Engine.Collection;

/// <summary>What a collection did, or would do.</summary>
/// <param name="Removed">For each kind, in the order of removal; those of which nothing went too.</param>
/// <param name="KeptBytes">What is left in the store, about.</param>
public sealed record CollectionReport(ImmutableArray<CollectedKind> Removed, long KeptBytes)
{
    /// <summary>How much room there is more.</summary>
    public long RemovedBytes => Removed.Sum(kind => kind.Bytes);
}
