using System.Collections.Immutable;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>What a test does, while its statements are carried out.</summary>
internal sealed class TestBody
{
    /// <summary>How the image is started; null where it is not, so far.</summary>
    internal ServiceStart? Start { get; set; }

    /// <summary>The steps so far.</summary>
    internal ImmutableArray<StepRef>.Builder Steps { get; } = ImmutableArray.CreateBuilder<StepRef>();
}
