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
        ImmutableArray<ImmutableArray<ChangeSet>> binds = [.. steps.Select(step => runs.BindsOf(step, resultOf))];
        KeyFrames frames = TestKeys.Of(
            test, manifest, [.. steps.Zip(binds, (step, bound) => StepKeys.Run(step, [], root.Config, [.. bound.Select(files => files.Digest)]))]);
        return new TestPlan(test, image, manifest, root, binds, frames, frames.ToDigest(), !steps.Any(step => step.Options.NeverCache));
    }
}
