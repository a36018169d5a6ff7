using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Testing;

namespace BuildKit.Engine;

/// <summary>A build that succeeded. Its tests need not have.</summary>
/// <param name="Images">One for each image asked for, in the order asked.</param>
/// <param name="Steps">One for each step that was needed, in the order of the graph.</param>
/// <param name="Duration">From the call to the last tag.</param>
public sealed record BuildResult(ImmutableArray<BuiltImage> Images, ImmutableArray<StepReport> Steps, TimeSpan Duration)
{
    /// <summary>One for each test asked for, in the order asked.</summary>
    public ImmutableArray<TestResult> Tests { get; init; } = [];
}
