using System.Collections.Immutable;

namespace BuildKit.Engine.Builds;

/// <summary>What is remembered of a build in which something ran. Values of parameters and secrets are not in it.</summary>
/// <param name="Id">Its start, UTC, and four hexadecimal digits of the second's fraction: <c>20260131-120000-9f3a</c>. Later builds have greater ones.</param>
/// <param name="Started">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Buildfile">The Buildfile's path, absolute.</param>
/// <param name="Parameters">The names of the parameters that were set.</param>
/// <param name="Steps">Every step that was needed and does something, in the order of the graph.</param>
/// <param name="Images">The images that it gave.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record BuildRecord(
    string Id, DateTimeOffset Started, TimeSpan Duration, string Buildfile, ImmutableArray<string> Parameters,
    ImmutableArray<RecordedStep> Steps, ImmutableArray<RecordedImage> Images, RecordedFailure? Failure);
