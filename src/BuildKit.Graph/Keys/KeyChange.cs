namespace BuildKit.Graph.Keys;

/// <summary>The words for a difference in all frames of one label.</summary>
internal sealed record KeyChange(string Label, Func<IReadOnlyList<string>, IReadOnlyList<string>, string> Words)
{
    internal string? Describe(IReadOnlyList<KeyFrame> old, IReadOnlyList<KeyFrame> current)
    {
        string[] before = Values(old);
        string[] now = Values(current);
        return before.SequenceEqual(now, StringComparer.Ordinal) ? null : Words(before, now);
    }

    private string[] Values(IReadOnlyList<KeyFrame> frames) => [.. frames.Where(frame => frame.Label == Label).Select(frame => frame.Value)];
}
