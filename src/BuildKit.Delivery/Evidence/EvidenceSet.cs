using System.Collections.Immutable;

namespace BuildKit.Delivery.Evidence;

/// <summary>What is known of a release and its images: all that gates look at.</summary>
/// <param name="Tests">Passed tests, of whatever digests they are about.</param>
/// <param name="Sources">What the release was built from; several where it was built more than once.</param>
public sealed record EvidenceSet(ImmutableArray<Statement<TestPass>> Tests, ImmutableArray<Statement<SourceFacts>> Sources)
{
    /// <summary>Nothing is known.</summary>
    public static EvidenceSet Empty { get; } = new([], []);

    /// <summary>Both together.</summary>
    public EvidenceSet Union(EvidenceSet other) => new([.. Tests, .. other.Tests], [.. Sources, .. other.Sources]);
}
