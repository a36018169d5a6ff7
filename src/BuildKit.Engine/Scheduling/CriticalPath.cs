using BuildKit.Graph;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Scheduling;

/// <summary>
/// How much of a build waits for each step, so that where there are more ready steps than slots the longest way to the end goes first. A command
/// weighs as much as a hundred steps that make a layer of files.
/// </summary>
internal sealed class CriticalPath
{
    private const int Command = 100;

    private readonly int[] ways;

    /// <summary>Walks the needed steps once, from the last.</summary>
    internal CriticalPath(BuildGraph graph, NeededSteps needed)
    {
        ways = new int[graph.Steps.Length];
        foreach (StepRef reference in needed.All.Reverse())
        {
            Step step = graph[reference];
            ways[reference.Index] += step is RunStep or HostPublishStep ? Command : 1;
            foreach (StepRef input in step.Inputs)
            {
                ways[input.Index] = Math.Max(ways[input.Index], ways[reference.Index]);
            }
        }
    }

    /// <summary>The weight of the step and of the heaviest chain behind it; more is more urgent.</summary>
    internal int Of(StepRef step) => ways[step.Index];
}
