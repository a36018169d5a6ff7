using BuildKit.Engine.Events;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Testing;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using TestResult = BuildKit.Engine.Testing.TestResult;

namespace BuildKit.Engine.Tests.Testing;

/// <summary>Steps of a test that stand on files of their own and not on the image, as those of <c>DotNet.Test</c>.</summary>
public sealed class OwnFilesTests
{
    [Fact]
    public async Task Such_a_step_sees_its_own_files_and_reaches_the_service_and_the_steps_beside_it_see_nothing_of_it()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult result = await RunAsync(world, TestWorld.Server, TestWorld.Ready(), "cat /own; ! test -e /etc/motd; wget -qO- http://localhost:8080/page; echo x > /left", "cat /etc/motd; ! test -e /own; ! test -e /left");
        Assert.Null(result.Failure?.Cause);
        Assert.Equal(["made", "served", "hello"], result.Output.Where(line => line.Step is not null).Select(line => line.Text));
    }

    [Fact]
    public async Task Without_the_image_a_pass_holds_for_every_image_until_its_own_files_are_others()
    {
        using var world = await TestWorld.CreateAsync();
        TestResult first = await RunAsync(world, "true", null, "cat /own");
        TestResult otherImage = await RunAsync(world, "false", null, "cat /own");
        TestResult otherFiles = await RunAsync(world, "false", null, "cat /own", made: "made anew");
        TestResult withImage = await RunAsync(world, "false", null, "cat /own", "true", made: "made anew");

        Assert.Equal([TestOutcome.Passed, TestOutcome.Known, TestOutcome.Passed, TestOutcome.Passed], new[] { first, otherImage, otherFiles, withImage }.Select(result => result.Outcome));
        Assert.NotEqual(first.Manifest, otherImage.Manifest);
        Assert.Equal(otherImage.Image.Manifest.Digest, otherImage.Manifest);
    }

    private static async Task<TestResult> RunAsync(TestWorld world, string entrypoint, ServiceStart? start, string own, string? onImage = null, string made = "made")
    {
        GraphSketch sketch = world.Build.Sketch();
        ImageTarget image = TestWorld.Image(sketch, "Api", entrypoint);
        StepRef files = sketch.Run(sketch.Base(), $"echo {made} > /own");
        StepRef step = sketch.Run(files, own);
        StepRef result = image.Variants[0].Result;
        StepRef[] steps = onImage is null ? [step] : [step, sketch.Run(result, onImage)];
        var test = new TestTarget("Smoke", sketch.Span(), image.Name, image.Variants[0].Platform, result, start, [.. steps]);
        return (await world.BuildAsync(sketch, again: false, BuildWorld.Ct, image, test)).Tests.Single();
    }
}
