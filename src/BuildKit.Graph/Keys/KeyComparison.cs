using System.Collections.Immutable;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Keys;

/// <summary>Says why a step ran although something like it is cached: compares the frames of both keys.</summary>
public static class KeyComparison
{
    /// <summary>What <see cref="Explain"/> says where files, or the text of one, are what changed.</summary>
    public const string ContentChanged = "the content of what it reads changed";

    /// <summary>
    /// One sentence for people without a full stop, such as <see cref="ContentChanged"/>; the change nearest to the Buildfile
    /// comes first where there are several. Null where the frames are equal.
    /// </summary>
    /// <param name="old">The frames of the key that the step's place had the last time.</param>
    /// <param name="current">The frames of the key that was not found.</param>
    public static string? Explain(IReadOnlyList<KeyFrame> old, IReadOnlyList<KeyFrame> current) =>
        Differences(old, current) is [var first, ..] ? first : null;

    /// <summary>As <see cref="Explain"/>, every change, in the same order; none where the frames are equal.</summary>
    public static ImmutableArray<string> Differences(IReadOnlyList<KeyFrame> old, IReadOnlyList<KeyFrame> current)
    {
        if (old.SequenceEqual(current))
        {
            return [];
        }

        if (Value(old, KeyLabels.Format) != Value(current, KeyLabels.Format))
        {
            return ["the cached result is of another version of the key format"];
        }

        if (Value(old, KeyLabels.Kind) != Value(current, KeyLabels.Kind))
        {
            return [$"the step was a {Value(old, KeyLabels.Kind)} before"];
        }

        ImmutableArray<string> changes = [.. KeyChanges.InOrder
            .Where(change => change.Label != KeyLabels.Destination || !Changed(KeyLabels.Content, old, current))
            .Select(change => change.Describe(old, current)).OfType<string>()];
        return changes.IsEmpty ? ["its definition changed"] : changes;
    }

    /// <summary>What changed of a run before it is known what it reads: its command, environment, user and so on.</summary>
    /// <param name="old">The frames of the key that the step's place had the last time.</param>
    /// <param name="config">The configuration in front of the step.</param>
    public static ImmutableArray<string> DefinitionChanges(IReadOnlyList<KeyFrame> old, RunStep step, ContainerConfig config)
    {
        IReadOnlyList<KeyFrame> current = StepKeys.Run(step, [], config, [.. step.Options.Mounts.OfType<BindMount>().Select(_ => Digest.Of([]))]).Frames;
        return Value(old, KeyLabels.Kind) == Value(current, KeyLabels.Kind)
            ? [.. KeyChanges.InOrder.Where(change => change.Label is not (KeyLabels.Root or KeyLabels.Mount)).Select(change => change.Describe(old, current)).OfType<string>()]
            : [];
    }

    // A plan's digest stands for both what is copied and where it comes; it need not be told twice.
    private static bool Changed(string label, IReadOnlyList<KeyFrame> old, IReadOnlyList<KeyFrame> current) => Value(old, label) != Value(current, label);

    private static string? Value(IReadOnlyList<KeyFrame> frames, string label) => frames.FirstOrDefault(frame => frame.Label == label).Value;
}
