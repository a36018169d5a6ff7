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
            ["/src/a", "/src/b"], [new IntermediateOutput("/src/a/obj", ["/src/a"], []), new IntermediateOutput("/src/b/obj", ["/src/a", "/src/b"], [])]),
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
                [source + "a", source + "b"], [new IntermediateOutput(source + "a/obj", [source + "a"], []), new IntermediateOutput(source + "b/obj", [source + "a", source + "b"], [])]),
        };
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await BuildAsync(world, "1", "1", "x", options: options);
        Assert.Equal(expected, WithoutNotes((await BuildAsync(world, "1", "2", "x", options: options)).Output));
    }

    [Fact]
    public async Task The_root_as_a_folder_of_sources_finds_nothing()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        var options = new RunOptions { Incremental = new IncrementalRun(["/"], [new IntermediateOutput("/src/a/obj", ["/"], [])]) };
        _ = await BuildAsync(world, "1", "1", "x", options: options);
        Assert.Equal("a is made\nb is made", (await BuildAsync(world, "1", "2", "x", options: options)).Output);
    }

    // As a compiler does: what a shows is the first line of its in.cs, and is written anew where that is another; b is made of it and of its own source, where one of them is newer.
    private const string Compiler = """
        cd /src
        if [ -e a/obj/made/out ]; then echo "a was there"; else
          echo "a is made"; mkdir -p a/obj/made a/obj/x/ref
          cat a/in.cs > a/obj/made/out
          head -n 1 a/in.cs > /tmp/shown
          cmp -s /tmp/shown a/obj/x/ref/shown || cp /tmp/shown a/obj/x/ref/shown
        fi
        if [ -e b/obj/made/out ] && ! [ a/obj/x/ref/shown -nt b/obj/made/out ]; then echo "b was there"; else
          echo "b is made"; mkdir -p b/obj/made
          cat a/obj/x/ref/shown b/in.cs > b/obj/made/out
        fi
        cat a/obj/made/out b/obj/made/out > /result
        rm -f /tmp/shown
        """;

    private static readonly RunOptions Surfaces = new()
    {
        Incremental = new IncrementalRun(["/src/a", "/src/b"], [new IntermediateOutput("/src/a/obj", ["/src/a"], []), new IntermediateOutput("/src/b/obj", ["/src/b"], ["/src/a"])])
        {
            Surface = new OutputSurface("ref", ".cs"),
        },
    };

    public static TheoryData<string, string, string, string, string> AfterAShowsOneAndHidesOne => new()
    {
        { "shows 1\nhides 2", "1", "x", "a is made\nb was there", "1 of 2" },
        { "shows 2\nhides 1", "1", "x", "a is made\nb is made", "1 of 2" },
        { "shows 1\nhides 1", "2", "x", "a was there\nb is made", "1 of 2" },
        { "shows 1\nhides 2", "2", "x", "a is made\nb is made", "" },
        { "shows 1\nhides 2", "1", "y", "a is made\nb is made", "" },
    };

    [Theory]
    [MemberData(nameof(AfterAShowsOneAndHidesOne))]
    public async Task What_depends_on_what_others_show_is_found_while_they_show_the_same(string a, string b, string other, string expected, string noted)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Assert.Equal("a is made\nb is made", (await CompileAsync(world, "shows 1\nhides 1", "1", "x")).Output);
        world.Reopen();
        (string output, string result) = await CompileAsync(world, a, b, other);
        Assert.Equal(expected, WithoutNotes(output, noted));
        Assert.Equal(output.Contains("buildkit:", StringComparison.Ordinal), noted.Length > 0);
        Assert.Equal($"{a}\n{a.Split('\n')[0]}\n{b}\n", result);
    }

    [Fact]
    public async Task Runs_one_after_another_give_what_each_would_by_itself()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        foreach ((string a, string b, string expected) in ((string, string, string)[])
            [
                ("shows 1\nhides 1", "1", "a is made\nb is made"), ("shows 2\nhides 1", "1", "a is made\nb is made"), ("shows 2\nhides 2", "1", "a is made\nb was there"),
                ("shows 1\nhides 2", "1", "a is made\nb is made"), ("shows 1\nhides 3", "1", "a is made\nb was there"), ("shows 1\nhides 3", "2", "a was there\nb is made"),
                ("shows 1\nhides 4", "1", "a is made\nb is made"), ("shows 3\nhides 4", "1", "a is made\nb is made"), ("shows 3\nhides 5", "1", "a is made\nb was there"),
            ])
        {
            (string output, string result) = await CompileAsync(world, a, b, "x");
            Assert.Equal((a, b, expected), (a, b, WithoutNotes(output)));
            Assert.Equal($"{a}\n{a.Split('\n')[0]}\n{b}\n", result);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_hidden_counts_for_what_depends_on_what_is_shown()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await CompileAsync(world, "1", "1", "x");
        Assert.Equal("a is made\nb is made", (await CompileAsync(world, "1", "1", "x", sketch => step => sketch.Write(step, "/src/a/a.csproj", "<Project />"))).Output);
    }

    [Theory]
    [InlineData("/src/b/of-a", "../a/in.cs", false)]
    [InlineData("/src/b/of-a", "../../src", false)]
    [InlineData("/code", "src", false)]
    [InlineData("/code", "src/a", false)]
    [InlineData("/src/a/own", "in.cs", true)]
    [InlineData("/src/a/own", "/other", true)]
    [InlineData("/src/a/own", "own", true)]
    public async Task Where_a_link_leads_from_outside_into_a_folder_of_sources_nothing_is_found(string link, string target, bool isFound)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        Func<StepRef, StepRef> Linked(GraphSketch sketch) => step => sketch.Add(new LinkStep(sketch.Span(), sketch.Scope, GraphSketch.Here, step, link, target));
        _ = await CompileAsync(world, "shows 1\nhides 1", "1", "x", Linked);
        (string output, _) = await CompileAsync(world, "shows 1\nhides 2", "1", "x", Linked);
        Assert.Equal(isFound ? "a is made\nb was there" : "a is made\nb is made", WithoutNotes(output));
    }

    [Theory]
    [InlineData("1", "2", "x", "quickly")]
    [InlineData("2", "2", "x", "")]
    public async Task A_run_that_finds_half_of_it_gets_the_arguments_for_that(string a, string b, string other, string expected)
    {
        var options = new RunOptions { Incremental = Options.Incremental! with { WhenFound = ["sh", "quickly"] } };
        const string script = "echo \"$1\"\n" + Script;
        using BuildWorld world = await BuildWorld.CreateAsync();
        Assert.Equal("", (await BuildAsync(world, "1", "1", "x", script, options: options)).Output.Split('\n')[0]);
        Assert.Equal(expected, WithoutNotes((await BuildAsync(world, a, b, other, script, options: options)).Output).Split('\n')[0]);
    }

    [Fact]
    public async Task Where_what_was_left_is_damaged_a_run_makes_all_by_itself()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        _ = await BuildAsync(world, "1", "1", "x");
        foreach (string left in Directory.EnumerateFiles(world.Store.Paths.Root, "out", SearchOption.AllDirectories))
        {
            File.Delete(left);
        }

        (string output, string result) = await BuildAsync(world, "1", "2", "x");
        Assert.Equal("a is made\nb is made", output);
        Assert.Equal("1\n1\n1\n2\n", result);
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

    private static async Task<(string Output, string Result)> CompileAsync(BuildWorld world, string a, string b, string other, Func<GraphSketch, Func<StepRef, StepRef>>? more = null)
    {
        GraphSketch sketch = world.Sketch();
        StepRef written = sketch.Write(sketch.Write(sketch.Write(sketch.Base(), "/src/a/in.cs", a + "\n"), "/src/b/in.cs", b + "\n"), "/other", other);
        StepRef run = sketch.Run(more is null ? written : more(sketch)(written), Compiler, Surfaces);
        var events = new EventRecorder();
        BuildResult result = await world.BuildAsync(sketch, events, noCache: false, sketch.Image("Api", run));
        return (events.OutputOf(run), await world.ReadFileAsync(result, "result"));
    }

    private static string WithoutNotes(string output, string noted = "1 of 2")
    {
        string[] lines = output.Split('\n');
        Assert.All(lines.Where(line => line.StartsWith("buildkit:", StringComparison.Ordinal)), line => Assert.Contains(noted, line, StringComparison.Ordinal));
        return string.Join('\n', lines.Where(line => !line.StartsWith("buildkit:", StringComparison.Ordinal)));
    }
}
