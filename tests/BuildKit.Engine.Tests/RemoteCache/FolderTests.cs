using BuildKit.Engine.Events;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.RemoteCache;

public sealed class FolderTests
{
    private const string Fill = "echo made > /c/kept; chmod 600 /c/kept; ln -s kept /c/link; chown app /c/kept; touch -d '2020-01-02 03:04:05' /c/kept; mkfifo /c/pipe";

    [Fact]
    public async Task What_is_in_a_cache_mount_that_travels_is_there_on_another_machine()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        Assert.Empty(await RunAsync(world, await world.MachineAsync(), Fill, to: true));

        BuildWorld other = await world.MachineAsync();
        const string Look = "test \"$(cat /c/link)\" = made && test \"$(stat -c '%a %u' /c/kept)\" = '600 1654' && test $(date -r /c/kept +%s) = 1577934245 && test ! -e /c/pipe";
        Assert.Empty(await RunAsync(world, other, Look, from: true));

        // What is here is not overwritten.
        await RunAsync(world, other, "echo own > /c/kept");
        await RunAsync(world, other, "test $(cat /c/kept) = own", from: true);
    }

    [Fact]
    public async Task A_folder_that_is_there_and_empty_is_filled_and_one_that_does_not_travel_is_not()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await RunAsync(world, await world.MachineAsync(), Fill, to: true);

        BuildWorld other = await world.MachineAsync();
        await RunAsync(world, other, "test ! -e /c/kept");
        await RunAsync(world, other, "test ! -e /c/kept && true", from: true, travels: false);
        await RunAsync(world, other, "test -e /c/kept", from: true);
    }

    [Fact]
    public async Task Another_content_is_sent_and_the_same_one_is_not()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildWorld machine = await world.MachineAsync();
        await RunAsync(world, machine, "echo one > /c/a; touch -d '2020-01-02 03:04:05' /c/a", to: true);
        CacheFolder first = Assert.Single((await world.ReadAsync()).Folders);
        await RunAsync(world, machine, "cat /c/a", to: true);
        Assert.Equal(first, Assert.Single((await world.ReadAsync()).Folders));
        await RunAsync(world, machine, "echo two > /c/a", to: true);
        Assert.NotEqual(first.Content, Assert.Single((await world.ReadAsync()).Folders).Content);
        Assert.Equal(("packages", "0-0"), first.Key);
    }

    [Fact]
    public async Task A_folder_with_a_secret_of_its_runs_stays_and_the_steps_are_sent()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        BuildWorld machine = await world.MachineAsync();
        machine.Environment["TOKEN"] = "s3cr3t-t0ken-0f-a-test";

        Assert.Equal([ExecutionErrorCodes.FolderNotSent], await RunAsync(world, machine, "echo \"auth=$T\" > /c/settings", to: true, secret: true));

        CacheContent content = await world.ReadAsync();
        Assert.Empty(content.Folders);
        Assert.NotEmpty(content.Entries);
    }

    [Fact]
    public async Task A_content_that_is_damaged_is_a_warning_and_the_run_has_an_empty_folder()
    {
        await using CacheWorld world = await CacheWorld.StartAsync();
        await RunAsync(world, await world.MachineAsync(), Fill, to: true);
        world.Damage((await world.ReadAsync()).Folders[0].Blob.Digest);

        Assert.Equal([ExecutionErrorCodes.CacheDamaged], await RunAsync(world, await world.MachineAsync(), "test ! -e /c/kept", from: true));
    }

    private static async Task<string[]> RunAsync(
        CacheWorld world, BuildWorld machine, string script, bool to = false, bool from = false, bool travels = true, bool secret = false)
    {
        GraphSketch sketch = machine.Sketch();
        var options = new RunOptions
        {
            Mounts = [new CacheMount("/c", "packages", CacheSharing.Shared) { Travels = travels }],
            SecretVariables = secret ? [new SecretVariable("T", new SecretSource("token", "TOKEN", null))] : [],
        };
        StepRef run = sketch.Run(sketch.Base(), script, options);
        var events = new EventRecorder();
        await machine.BuildAsync(
            sketch, events, request => request with { CacheFrom = from ? [world.Place] : [], CacheTo = to ? new CacheExport(world.Place, EveryStep: false) : null }, CacheWorld.Ct,
            sketch.Image("App", run));
        return CacheWorld.WarningsOf(events);
    }
}
