using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Explaining;

/// <summary>What a build would do with one step.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Forecast">What.</param>
/// <param name="After">For <see cref="StepForecast.Depends"/>: the first step in front of it that would run or be pulled. Null for all others.</param>
/// <param name="Reason">Why it would run; null where it would not, or where nothing like it is known.</param>
public sealed record PlannedStep(StepRef Step, StepForecast Forecast, StepRef? After, string? Reason);
