using System.Globalization;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>
/// What a test that passed is known by (docs/keys.md): the digest of the image that it ran on, and what it did. Another image is another key, so
/// a pass is evidence for one digest and no other. The test's name and its limits of time are not in it.
/// </summary>
public static class TestKeys
{
    /// <summary>The first frame of every key. It changes when a frame's meaning or what a test does with its steps changes.</summary>
    public const string FormatVersion = "1";

    /// <summary>The key of one test.</summary>
    /// <param name="image">The digest of the image's manifest for the test's platform.</param>
    /// <param name="steps">The keys of the test's steps as <see cref="StepKeys.Run"/> makes them with no root: the image's digest stands for that.</param>
    public static KeyFrames Of(TestTarget test, Digest image, IReadOnlyCollection<KeyFrames> steps) =>
        new KeyFrames()
            .Add(KeyLabels.Format, FormatVersion)
            .Add(KeyLabels.Kind, "test")
            .Add("image", image)
            .Add(KeyLabels.Platform, test.Platform.ToString())
            .Add("ready", test.Start is { } start ? $"port {start.Port.ToString(CultureInfo.InvariantCulture)}" : null)
            .AddAll("step", [.. steps.Select(step => step.ToDigest().ToString())]);
}
