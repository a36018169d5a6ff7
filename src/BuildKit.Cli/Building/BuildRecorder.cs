using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Progress;
using BuildKit.Engine;
using BuildKit.Engine.Builds;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;

namespace BuildKit.Cli.Building;

/// <summary>Makes of a build what <c>buildkit builds</c> and <c>show</c> tell of it later.</summary>
internal sealed class BuildRecorder(LoadedBuildfile buildfile, StepLabels labels, DateTimeOffset started)
{
    /// <summary>A build that succeeded; null where nothing ran, since a build that finds everything cached writes nothing.</summary>
    public BuildRecord? Of(BuildResult result) => result.Steps.Any(step => step.Outcome == StepOutcome.Ran)
        ? Create(result.Duration, result.Steps, [.. result.Images.Select(image => new RecordedImage(image.Name, image.Manifest.Digest))], null)
        : null;

    /// <summary>A build in which a step failed.</summary>
    public BuildRecord Of(StepFailedException failure, DateTimeOffset ended) => Create(
        ended - started,
        failure.Steps,
        [],
        new RecordedFailure(failure.Code, failure.Message, labels[failure.Reference].Position, failure.ExitCode, failure.Output));

    private BuildRecord Create(TimeSpan duration, ImmutableArray<StepReport> steps, ImmutableArray<RecordedImage> images, RecordedFailure? failure) => new(
        BuildHistory.NewId(started),
        started,
        duration,
        Path.GetFullPath(buildfile.Path),
        buildfile.Parameters,
        [.. steps.Where(step => labels[step.Step].IsShown).Select(step => new RecordedStep(
            labels[step.Step].Position, labels[step.Step].Text, step.Outcome, step.Duration, step.LayerBytes, step.Reason))],
        images,
        failure);
}
