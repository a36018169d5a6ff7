using System.Globalization;
using System.Text;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>
/// What a test says, whatever image it runs on: the identity by which a gate tells the test that passed from one of the same name that says something else
/// (docs/keys.md, "Tests"). Limits of time and size are not in it, and neither is the content of what its steps mount.
/// </summary>
internal static class TestDefinition
{
    /// <summary>The definition's frames.</summary>
    /// <param name="start">How the image is started; null where it is not.</param>
    /// <param name="steps">The test's own steps.</param>
    /// <param name="stepOf">The steps that its mounts refer to: a stage is there as an empty step of its name.</param>
    internal static KeyFrames Of(ServiceStart? start, IEnumerable<RunStep> steps, Func<StepRef, Step> stepOf) =>
        new KeyFrames()
            .Add(KeyLabels.Format, TestKeys.FormatVersion)
            .Add(KeyLabels.Kind, "test definition")
            .Add("ready", start is null ? null : $"port {start.Port.ToString(CultureInfo.InvariantCulture)}")
            .AddAll("step", [.. steps.Select(step => StepDefinition.Frames(step, reference => SourceOf(stepOf(reference))).ToDigest().ToString())]);

    private static Digest SourceOf(Step step) => step is ScratchStep stage
        ? Digest.Of(Encoding.UTF8.GetBytes($"stage {stage.Scope}"))
        : StepDefinition.Frames(step, _ => throw new InvalidOperationException("A base has no inputs.")).ToDigest();
}
