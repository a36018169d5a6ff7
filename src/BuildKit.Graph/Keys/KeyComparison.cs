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
    public static string? Explain(IReadOnlyList<KeyFrame> old, IReadOnlyList<KeyFrame> current)
    {
        if (old.SequenceEqual(current))
        {
            return null;
        }

        if (Value(old, KeyLabels.Format) != Value(current, KeyLabels.Format))
        {
            return "the cached result is of another version of the key format";
        }

        if (Value(old, KeyLabels.Kind) != Value(current, KeyLabels.Kind))
        {
            return $"the step was a {Value(old, KeyLabels.Kind)} before";
        }

        return KeyChanges.InOrder.Select(change => change.Describe(old, current)).FirstOrDefault(text => text is not null)
            ?? "its definition changed";
    }

    private static string? Value(IReadOnlyList<KeyFrame> frames, string label) => frames.FirstOrDefault(frame => frame.Label == label).Value;
}
