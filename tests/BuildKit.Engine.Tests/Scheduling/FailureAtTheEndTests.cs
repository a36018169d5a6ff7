using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>A build that fails for two reasons tells the first.</summary>
public sealed class FailureAtTheEndTests
{
    [Fact]
    public async Task A_step_that_failed_is_told_and_not_that_its_layers_could_not_be_synced_afterwards()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        GraphSketch sketch = world.Sketch();
        StepRef made = sketch.Run(sketch.Base(), "echo made > /made");
        StepRef failing = sketch.Run(made, "until [ -e /cache/go ]; do sleep 0.02; done; exit 3", new RunOptions { Mounts = [new CacheMount("/cache", "gate", CacheSharing.Shared)] });
        Task<BuildResult> build = world.BuildAsync(sketch, sketch.Image("App", failing));
        string? cache = null;
        while (cache is null)
        {
            await Task.Delay(20, BuildWorld.Ct);
            cache = Directory.EnumerateDirectories(world.Store.Paths.Caches, "*-*", SearchOption.AllDirectories).FirstOrDefault();
        }

        Directory.Delete(world.Store.Paths.Unsynced, recursive: true);
        await File.WriteAllTextAsync(Path.Combine(cache, "go"), "", BuildWorld.Ct);

        var failure = await Assert.ThrowsAsync<StepFailedException>(() => build);
        Assert.Equal(ExecutionErrorCodes.CommandFailed, failure.Code);
    }
}
