using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Tests.Scheduling;

public sealed class CriticalPathTests
{
    private readonly GraphSketch sketch = new(Digest.Of("base"u8));

    [Fact]
    public void What_more_waits_for_is_more_urgent()
    {
        StepRef start = sketch.Base();
        StepRef alone = sketch.Run(start, "alone");
        StepRef first = sketch.Run(start, "first");
        StepRef second = sketch.Run(first, "second");
        StepRef end = sketch.Copy(sketch.Copy(sketch.Base(), "/a", "/a", from: alone), "/b", "/b", from: second);
        var target = sketch.Image("App", end);

        CriticalPath path = Of(target);

        Assert.True(path.Of(first) > path.Of(alone));
        Assert.True(path.Of(alone) > path.Of(end));
        Assert.True(path.Of(start) >= path.Of(first));
    }

    [Fact]
    public void A_command_outweighs_many_steps_that_make_files()
    {
        StepRef written = sketch.Base();
        for (int i = 0; i < 20; i++)
        {
            written = sketch.Write(written, $"/{i}", "x");
        }

        StepRef run = sketch.Run(sketch.Base(), "true");
        CriticalPath path = Of(sketch.Stage("Written", written), sketch.Stage("Run", run));

        Assert.True(path.Of(run) > path.Of(new StepRef(1)));
    }

    private CriticalPath Of(params BuildKit.Graph.Targets.Target[] targets)
    {
        var graph = sketch.ToGraph();
        return new CriticalPath(graph, new NeededSteps(graph, targets));
    }
}
