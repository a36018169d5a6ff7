using System.Collections.Immutable;
using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Evaluation;

/// <summary>The steps made so far; a step's inputs are always in it before the step.</summary>
internal sealed class StepList
{
    private readonly ImmutableArray<Step>.Builder steps = ImmutableArray.CreateBuilder<Step>();

    internal Step this[StepRef reference] => steps[reference.Index];

    internal StepRef Add(Step step)
    {
        steps.Add(step);
        return new StepRef(steps.Count - 1);
    }

    internal ImmutableArray<Step> ToImmutable() => steps.ToImmutable();
}
