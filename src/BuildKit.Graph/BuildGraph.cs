using System.Collections.Immutable;
using BuildKit.Graph.Environments;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Graph;

/// <summary>All steps of a Buildfile, inputs before what reads them, and what can be asked for by name.</summary>
/// <param name="Steps">In an order in which every input comes first.</param>
/// <param name="Targets">Stages and images in the order of declaration, behind them the tests.</param>
public sealed record BuildGraph(ImmutableArray<Step> Steps, ImmutableArray<Target> Targets)
{
    /// <summary>The environments, in the order of declaration; they are no targets, since nothing of them is built.</summary>
    public ImmutableArray<EnvironmentDefinition> Environments { get; init; } = [];

    /// <summary>The step that a reference names.</summary>
    public Step this[StepRef reference] => Steps[reference.Index];
}
