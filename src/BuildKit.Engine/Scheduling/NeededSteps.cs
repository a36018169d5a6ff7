using System.Collections.Immutable;
using BuildKit.Graph;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Scheduling;

/// <summary>Which steps the targets need, and of which their files.</summary>
internal sealed class NeededSteps
{
    private readonly bool[] needed;
    private readonly bool[] files;
    private readonly bool[] images;

    /// <summary>Walks the graph once, from its end.</summary>
    internal NeededSteps(BuildGraph graph, IEnumerable<Target> targets)
    {
        needed = new bool[graph.Steps.Length];
        files = new bool[graph.Steps.Length];
        images = new bool[graph.Steps.Length];
        foreach (Target target in targets)
        {
            foreach (StepRef result in ResultsOf(graph, target))
            {
                // A test reads all of the image, and what its steps mount.
                needed[result.Index] = true;
                files[result.Index] |= target is TestTarget;
                images[result.Index] |= target is ImageTarget;
            }
        }

        for (int index = graph.Steps.Length - 1; index >= 0; index--)
        {
            if (needed[index])
            {
                Step step = graph.Steps[index];
                bool readsFiles = step is not ConfigStep { Change: not SetWorkDir } || files[index];
                if (images[index] && step.Inputs is [var parent, ..])
                {
                    images[parent.Index] = true;
                }

                foreach (StepRef input in step.Inputs)
                {
                    needed[input.Index] = true;
                    files[input.Index] |= readsFiles;
                }
            }
        }

        All = [.. Enumerable.Range(0, graph.Steps.Length).Where(index => needed[index]).Select(index => new StepRef(index))];
    }

    /// <summary>The needed steps, inputs first.</summary>
    internal ImmutableArray<StepRef> All { get; }

    /// <summary>Whether some needed step reads files of this one.</summary>
    internal bool FilesOf(StepRef step) => files[step.Index];

    /// <summary>Whether the step's layer is one of an image that is built.</summary>
    internal bool IsInImage(StepRef step) => images[step.Index];

    private static IEnumerable<StepRef> ResultsOf(BuildGraph graph, Target target) => target switch
    {
        TestTarget test => test.Reads(graph),
        StageTarget stage => [stage.Result],
        ImageTarget image => image.Variants.Select(variant => variant.Result),
        _ => throw new InvalidOperationException($"There is no result of {target.GetType().Name}."),
    };
}
