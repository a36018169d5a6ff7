using System.Collections.Immutable;

namespace BuildKit.Delivery.Evidence;

/// <summary>What a release was built from, as the builder's work tree said.</summary>
/// <param name="Clean">Whether all that it was built from is the commit's: nothing changed or untracked, no other file in the context, no other Buildfile.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits; null without Git.</param>
/// <param name="ShortCommit">Its short form.</param>
/// <param name="Branch">The branch; null where none was checked out.</param>
/// <param name="Tag">The tag on the commit.</param>
/// <param name="Version">The version that Git's tags give.</param>
/// <param name="CommitTime">The committer's time, UTC, whole seconds.</param>
/// <param name="Remote">The URL of <c>origin</c> without user info.</param>
/// <param name="Tool">The program that built it, such as <c>buildkit 0.1.0</c>.</param>
/// <param name="Uncommitted">The first file or folder that the commit does not have as it was, for people; null where it is clean or where nothing is known of it.</param>
/// <param name="Parameters">The values that were given from outside, in ordinal order of their names; null where there were none.</param>
public sealed record SourceFacts(
    bool Clean,
    string? Commit = null,
    string? ShortCommit = null,
    string? Branch = null,
    string? Tag = null,
    string? Version = null,
    DateTimeOffset? CommitTime = null,
    string? Remote = null,
    string? Tool = null,
    string? Uncommitted = null,
    ImmutableArray<SourceParameter>? Parameters = null);
