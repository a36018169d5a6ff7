using BuildKit.Engine.Assembly;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>What a build gave, as lines that are compared: each step with its layer, each image with its manifest and layers. Several steps may fail, and which one is told is chance.</summary>
/// <param name="Lines">Empty where the build failed.</param>
/// <param name="Failure">Null where it did not.</param>
/// <param name="Line">The line of the Buildfile that failed; 0 where none did.</param>
/// <param name="Cached">How many steps with a layer were not run.</param>
/// <param name="Ran">How many steps with a layer were run.</param>
internal sealed record EditedOutcome(string[] Lines, string? Failure, int Line, int Cached, int Ran)
{
    public static EditedOutcome Of(BuildGraph graph, BuildResult result) => new(
        [
            .. result.Steps.Select(step => $"{graph[step.Step].Scope}: {graph[step.Step].Display} gives {step.Layer?.ToString() ?? "no layer"}"),
            .. result.Images.SelectMany(LinesOf),
        ],
        null,
        0,
        result.Steps.Count(step => step is { Outcome: StepOutcome.Cached, Layer: not null }),
        result.Steps.Count(step => step is { Outcome: StepOutcome.Ran, Layer: not null }));

    public static EditedOutcome Failed(StepFailedException failure) =>
        new([], $"{failure.Code} {failure.Message}", failure.Step.Origin.Source.PositionOf(failure.Step.Origin.Start).Line, 0, 0);

    /// <summary>Null where both are the same; else what differs first.</summary>
    public string? DifferenceTo(EditedOutcome other)
    {
        if (Failure is not null || other.Failure is not null)
        {
            return (Failure is null) == (other.Failure is null) ? null : $"{Failure ?? "built"} / {other.Failure ?? "built"}";
        }

        return Lines.Zip(other.Lines).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First} / {pair.Second}").FirstOrDefault()
            ?? (Lines.Length == other.Lines.Length ? null : "another number of steps");
    }

    private static IEnumerable<string> LinesOf(BuiltImage image) =>
        [.. image.Variants.SelectMany(variant => variant.Layers).Select(layer => $"{image.Name} has {layer.DiffId} as {layer.Blob.Digest}"), $"{image.Name} is {image.Manifest.Digest}"];
}
