using BuildKit.Engine.Events;
using BuildKit.Graph;

namespace Embedding;

/// <summary>A line for each step that ran.</summary>
internal sealed class PrintedSteps(BuildGraph graph) : IBuildObserver
{
    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        if (buildEvent is StepCompleted { Outcome: StepOutcome.Ran } step)
        {
            Console.WriteLine($"{graph[step.Step].Display}: ran in {step.Duration.TotalMilliseconds:0} ms");
        }
    }
}
