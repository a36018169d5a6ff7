namespace BuildKit.Engine.Collection;

/// <summary>What a collection removes beyond what nothing can use any more.</summary>
/// <param name="Keep">The most bytes that the store may have afterwards, the longest unused going first; null for no limit. What is named is kept whatever its size.</param>
/// <param name="OlderThan">What was last used longer ago goes too; null for no limit. Uses are noted once a day.</param>
public sealed record CollectionPolicy(long? Keep, TimeSpan? OlderThan)
{
    /// <summary>How long is waited for builds and containers that use the store.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether nothing that may be used again goes where named images alone have more than <see cref="Keep"/>: then its going would not help, and the next build would run everything again.
    /// </summary>
    public bool SparesAllBesideTooManyNamed { get; init; }

    /// <summary>Whether it is only said what would be removed.</summary>
    public bool IsDryRun { get; init; }
}
