using BuildKit.Engine.Scheduling;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Tests.Execution;

public sealed class IncrementalRunTests
{
    // Makes what is not there, of a what is of a and of b what is of both.
    private const string Script = """
        for part in a b; do
          if [ -e /src/$part/obj/made/out ]; then
            echo "$part was there"
            test ! /src/$part/in -nt /src/$part/obj/made/out || echo "$part is older than its source"
          else
            echo "$part is made"
            mkdir -p /src/$part/obj/made && cat /src/a/in /src/$part/in > /src/$part/obj/made/out
          fi
        done
        cat /src/*/obj/made/out > /result
        """;

    private static readonly RunOptions Options = new()
    {
        Incremental = new IncrementalRun(
            ["/src/a", "/src/b"], [new IntermediateOutput("/src/a/obj", ["/src/a"]), new IntermediateOutput("/src/b/obj", ["/src/a", "/src/b"])]),
    };

    [Theory]
    [InlineData("1", "1", "x", "")]
    [InlineData("1", "2", "x", "a was there\nb is made")]
    [InlineData("2", "1", "x", "a is made\nb is made")]
    [InlineData("1", "1", "y", "a is made\nb is made")]
    public async Task What_an_earlier_run_left_is_found_where_all_that_it_depends_on_is_the_same(string a, string b, string other, string expected)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        (string output, _) = await BuildAsync(world, "1", "1", "x");
        Assert.Equal("a is made\nb is made", output);
        world.Reopen();
        (string again, string result) = await BuildAsync(world, a, b, other);
        Assert.Equal(expected, WithoutNotes(again));
        Assert.Equal($"{a}\n{a}\n{a}\n{b}\n", result);
    }

    [Fact]
    public async Task What_was_found_is_left_for_the_next_run()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await BuildAsync(world, "1", "1", "x");
        foreach (string b in (string[])["2", "3", "4"])
        {
            Assert.Equal("a was there\nb is made", WithoutNotes((await BuildAsync(world, "1", b, "x")).Output));
        }
    }

    [Theory]
    [InlineData("src/", null, "a was there\nb is made")]
    [InlineData("../src/", "/made/elsewhere", "a is made\nb is made")]
    [InlineData("../src/", "/made", "a was there\nb is made")]
    [InlineData("/made/../src/", null, "a was there\nb is made")]
    public async Task Folders_may_be_written_as_for_a_Copy(string source, string? directory, string expected)
    {
        var options = new RunOptions
        {
            Dir = directory,
            Incremental = new IncrementalRun(
                [source + "a", source + "b"], [new IntermediateOutput(source + "a/obj", [source + "a"]), new IntermediateOutput(source + "b/obj", [source + "a", source + "b"])]),
        };
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await BuildAsync(world, "1", "1", "x", options: options);
        Assert.Equal(expected, WithoutNotes((await BuildAsync(world, "1", "2", "x", options: options)).Output));
    }

    [Fact]
    public async Task The_root_as_a_folder_of_sources_finds_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        var options = new RunOptions { Incremental = new IncrementalRun(["/"], [new IntermediateOutput("/src/a/obj", ["/"])]) };
        _ = await BuildAsync(world, "1", "1", "x", options: options);
        Assert.Equal("a is made\nb is made", (await BuildAsync(world, "1", "2", "x", options: options)).Output);
    }

    [Fact]
    public async Task A_build_that_runs_every_step_finds_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        (string output, _) = await BuildAsync(world, "1", "1", "x");
        Assert.Equal(output, (await BuildAsync(world, "1", "1", "x", noCache: true)).Output);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await Assert.ThrowsAsync<StepFailedException>(() => BuildAsync(world, "1", "1", "x", Script + "\nfalse"));
        Assert.Equal("a is made\nb is made", (await BuildAsync(world, "1", "1", "x")).Output);
    }

    [Fact]
    public async Task Another_command_finds_nothing_of_the_first()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await BuildAsync(world, "1", "1", "x");
        Assert.Equal("a is made\nb is made", (await BuildAsync(world, "1", "1", "x", "set -u\n" + Script)).Output);
    }

    private static async Task<(string Output, string Result)> BuildAsync(BuildWorld world, string a, string b, string other, string script = Script, bool noCache = false, RunOptions? options = null)
    {
        GraphSketch sketch = world.Sketch();
        StepRef written = sketch.Write(sketch.Write(sketch.Write(sketch.Base(), "/src/a/in", a + "\n"), "/src/b/in", b + "\n"), "/other", other);
        StepRef run = sketch.Run(written, script, options ?? Options);
        var events = new EventRecorder();
        BuildResult result = await world.BuildAsync(sketch, events, noCache, sketch.Image("Api", run));
        return (events.OutputOf(run), await world.ReadFileAsync(result, "result"));
    }

    private static string WithoutNotes(string output, string noted = "1 of 2")
    {
        string[] lines = output.Split('\n');
        Assert.All(lines.Where(line => line.StartsWith("buildkit:", StringComparison.Ordinal)), line => Assert.Contains(noted, line, StringComparison.Ordinal));
        return string.Join('\n', lines.Where(line => !line.StartsWith("buildkit:", StringComparison.Ordinal)));
    }
}
