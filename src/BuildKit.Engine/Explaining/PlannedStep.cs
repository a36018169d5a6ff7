using System.Collections.Immutable;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Explaining;

/// <summary>What a build would do with one step.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Forecast">What.</param>
/// <param name="After">For <see cref="StepForecast.Depends"/>: the first step in front of it that would run or be pulled. Null for all others.</param>
/// <param name="Reason">Why it would run; null where it would not, or where nothing like it is known.</param>
public sealed record PlannedStep(StepRef Step, StepForecast Forecast, StepRef? After, string? Reason)
{
    /// <summary>All that differs from the last build, each a sentence without a full stop. A base that is another one has one also where it is here, and a run behind another step where its own definition changed.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>The files of the step that differ, in the order of their paths, such as <c>/app/b.txt is gone</c>; none where no rule says them before it runs.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}
