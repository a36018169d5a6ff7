using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Files;
using BuildKit.Graph;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Testing;

/// <summary>Works out what a test would run on, and the key of that.</summary>
/// <param name="resultOf">The results of the steps that the build needed.</param>
internal sealed class TestPlanner(BuildGraph graph, RunPlanner runs, Func<StepRef, StepResult> resultOf)
{
    /// <summary>Plans a test.</summary>
    /// <param name="images">The images that were built; the one under test is among them.</param>
    internal TestPlan Plan(TestTarget test, IEnumerable<BuiltImage> images)
    {
        BuiltImage image = images.First(built => built.Target.Name == test.Image);
        Digest manifest = image.Variants.First(variant => variant.Platform == test.Platform).Manifest.Digest;
        StepResult root = resultOf(test.Result);
        RunStep[] steps = [.. test.Steps.Select(step => (RunStep)graph[step])];
        ImmutableArray<StepResult> roots = [.. steps.Select(step => test.IsOnImage(step) ? root : resultOf(step.Parent))];
        ImmutableArray<ImmutableArray<ChangeSet>> binds = [.. steps.Select(step => runs.BindsOf(step, resultOf))];
        KeyFrames[] keys =
        [
            .. steps.Select((step, index) => StepKeys.Run(
                step, test.IsOnImage(step) ? [] : roots[index].DiffIds, roots[index].Config, [.. binds[index].Select(files => files.Digest)])),
        ];
        bool meetsImage = test.Start is not null || steps.Any(test.IsOnImage);
        KeyFrames frames = TestKeys.Of(test, meetsImage ? manifest : null, keys);
        return new TestPlan(test, image, manifest, root, roots, binds, frames, frames.ToDigest(), !steps.Any(step => step.Options.NeverCache));
    }
}
