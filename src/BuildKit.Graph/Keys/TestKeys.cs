using System.Globalization;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>
/// What a test that passed is known by (docs/keys.md): the digest of the image that it ran on, and what it did. Another image is another key, so
/// a pass is evidence for one digest and no other. The image is in no key of a test that runs beside it on files of its own and never meets it: what such a
/// test says does not change with the image. The test's name and its limits of time are not in it.
/// </summary>
public static class TestKeys
{
    /// <summary>The first frame of every key. It changes when a frame's meaning or what a test does with its steps changes.</summary>
    public const string FormatVersion = "1";

    /// <summary>The key of one test.</summary>
    /// <param name="image">The digest of the image's manifest for the test's platform; null where the test neither starts the image nor looks at its files.</param>
    /// <param name="steps">
    /// The keys of the test's steps as <see cref="StepKeys.Run"/> makes them: with no root where they stand on the image, since its digest stands for that, and else with that of their own.
    /// </param>
    public static KeyFrames Of(TestTarget test, Digest? image, IReadOnlyCollection<KeyFrames> steps) =>
        new KeyFrames()
            .Add(KeyLabels.Format, FormatVersion)
            .Add(KeyLabels.Kind, "test")
            .Add("image", image?.ToString())
            .Add(KeyLabels.Platform, test.Platform.ToString())
            .Add("ready", test.Start is { } start ? $"port {start.Port.ToString(CultureInfo.InvariantCulture)}" : null)
            .AddAll("step", [.. steps.Select(step => step.ToDigest().ToString())]);
}
