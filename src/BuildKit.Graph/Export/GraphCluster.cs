using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Export;

/// <summary>The steps of one stage or image on one platform, for drawing.</summary>
internal sealed record GraphCluster(string Title, IReadOnlyList<int> Steps)
{
    /// <summary>In the order of each cluster's first step. The platform is in the title where there are several in the graph.</summary>
    internal static IEnumerable<GraphCluster> Of(BuildGraph graph)
    {
        bool hasPlatforms = graph.Steps.Select(step => step.Platform).Distinct().Count() > 1;
        return graph.Steps
            .Select((step, index) => (Step: step, Index: index))
            .GroupBy(item => (item.Step.Scope, item.Step.Platform))
            .Select(group => new GraphCluster(
                hasPlatforms ? $"{group.Key.Scope} ({group.Key.Platform})" : group.Key.Scope,
                [.. group.Select(item => item.Index)]));
    }

    /// <summary>One line of at most so many characters, without control characters.</summary>
    internal static string Label(Step step)
    {
        const int most = 80;
        string text = new([.. step.Display.Select(c => char.IsControl(c) ? ' ' : c)]);
        if (text.Length > most)
        {
            int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
            text = text[..end] + "...";
        }

        return text;
    }
}
