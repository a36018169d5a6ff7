using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Publishing;

/// <summary>Plans the publish of a project by an SDK of this machine. The key has the SDK's version and all files that it works on.</summary>
internal sealed class HostPublishPlanner(HostPublisher publisher, EventStream events)
{
    internal StepPlan Plan(HostPublishStep step, StepRef reference, StepResult parent) => new(
        StepKeys.HostPublish(step, parent.DiffIds),
        ct => publisher.PublishAsync(step, parent, new RunOutput((stream, line) => events.Emit(elapsed => new StepOutput(elapsed, reference, stream, line)), []), ct));
}
