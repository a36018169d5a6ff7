using System.Collections.Immutable;
using BuildKit.Cli.Terminals;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Cli.Progress;

/// <summary>The steps that a build needs, and what they are called.</summary>
internal sealed class StepLabels
{
    private readonly Dictionary<StepRef, StepLabel> labels = [];

    private StepLabels(BuildGraph graph, ImmutableArray<StepRef> needed, int tests)
    {
        Graph = graph;
        Needed = needed;
        Tests = tests;
    }

    /// <summary>The whole graph.</summary>
    public BuildGraph Graph { get; }

    /// <summary>The steps that the targets need, in the order of the graph.</summary>
    public ImmutableArray<StepRef> Needed { get; }

    /// <summary>How many of them do something.</summary>
    public int Total { get; private set; }

    /// <summary>How many tests there are behind the steps.</summary>
    public int Tests { get; }

    /// <summary>What a needed step is called.</summary>
    public StepLabel this[StepRef step] => labels[step];

    /// <summary>What a step is called; null where no target needs it, as a step of a test.</summary>
    public StepLabel? Find(StepRef step) => labels.GetValueOrDefault(step);

    /// <summary>Names the steps that targets need.</summary>
    public static StepLabels Of(BuildGraph graph, ImmutableArray<Target> targets)
    {
        var result = new StepLabels(graph, FindNeeded(graph, targets), targets.OfType<TestTarget>().Count());
        result.Name();
        return result;
    }

    private static ImmutableArray<StepRef> FindNeeded(BuildGraph graph, ImmutableArray<Target> targets)
    {
        bool[] needed = new bool[graph.Steps.Length];
        foreach (StepRef result in targets.SelectMany(target => ResultsOf(graph, target)))
        {
            needed[result.Index] = true;
        }

        // Inputs have smaller indexes, so one walk from the end meets every step after all that read it.
        for (int i = needed.Length - 1; i >= 0; i--)
        {
            foreach (StepRef input in needed[i] ? graph.Steps[i].Inputs : [])
            {
                needed[input.Index] = true;
            }
        }

        return [.. Enumerable.Range(0, needed.Length).Where(i => needed[i]).Select(i => new StepRef(i))];
    }

    private static IEnumerable<StepRef> ResultsOf(BuildGraph graph, Target target) => target switch
    {
        TestTarget test => test.Reads(graph),
        ImageTarget image => image.Variants.Select(variant => variant.Result),
        StageTarget stage => [stage.Result],
        _ => [],
    };

    private static bool DoesSomething(Step step) => step is not (ConfigStep or ScratchStep);

    private void Name()
    {
        Step[] steps = [.. Needed.Select(reference => Graph[reference])];
        var severalPlatforms = steps.GroupBy(step => step.Scope, StringComparer.Ordinal)
            .Where(scope => scope.Select(step => step.Platform).Distinct().Count() > 1)
            .Select(scope => scope.Key)
            .ToHashSet(StringComparer.Ordinal);
        string ScopeOf(Step step) => severalPlatforms.Contains(step.Scope) ? $"{step.Scope} {step.Platform}" : step.Scope;

        var counts = steps.Where(DoesSomething).CountBy(ScopeOf, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (StepRef reference in Needed)
        {
            Step step = Graph[reference];
            string scope = ScopeOf(step);
            bool isShown = DoesSomething(step);
            int index = isShown ? indexes[scope] = indexes.GetValueOrDefault(scope) + 1 : 0;
            labels[reference] = new StepLabel(
                isShown ? ++Total : 0, scope, index, counts.GetValueOrDefault(scope), ControlCharacters.Shown(step.Display));
        }
    }
}
