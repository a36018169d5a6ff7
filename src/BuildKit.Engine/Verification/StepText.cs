using System.Collections.Immutable;
using BuildKit.Graph.Keys;

namespace BuildKit.Engine.Verification;

/// <summary>What a result's step did, by the frames of its key: a result has no name.</summary>
internal static class StepText
{
    private const int Longest = 60;

    /// <summary>Such as <c>the run of 'dotnet publish'</c>; one line.</summary>
    internal static string Of(ImmutableArray<KeyFrame> frames)
    {
        string kind = Last(frames, "kind") ?? "step";
        string? what = kind == "run" ? Last(frames, "argument") : Last(frames, "to");
        return what is null ? $"a {kind}" : $"the {kind} {(kind == "run" ? "of" : "to")} '{Line(what)}'";
    }

    private static string? Last(ImmutableArray<KeyFrame> frames, string label) => frames.Where(frame => frame.Label == label).Select(frame => frame.Value).LastOrDefault();

    private static string Line(string text)
    {
        string line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }
}
