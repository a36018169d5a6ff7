using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit why</c></summary>
public sealed class WhyCommandTests : IDisposable
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public WhyCommandTests()
    {
        folder.Write("src/a.txt", "a");
        folder.Write("src/b.txt", "b");
        WriteImage("1", "cat /src/a.txt > /made");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Before_the_first_build_nothing_like_it_is_known()
    {
        Assert.StartsWith("[Api 1/4] Copy busybox to /bin/sh: runs\n  nothing like it was known\n[Api 2/4]", await WhyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_argument_and_variable_that_changed_is_named()
    {
        await BuildAsync();
        folder.Write("src/b.txt", "other");
        folder.Write("src/c.txt", "c");
        File.Delete(Path.Combine(folder.Folder, "src/a.txt"));
        WriteImage("2", "cat /src/b.txt > /made");

        Assert.Equal(
            """
            [Api 3/4] Copy src to /src: runs
              the content of what it reads changed
                /src/a.txt is gone
                /src/b.txt
                /src/c.txt is new
            [Api 4/4] Run cat /src/b.txt > /made: depends on [Api 3/4]
              the command changed from '/bin/sh -ec cat /src/a.txt > /made' to '/bin/sh -ec cat /src/b.txt > /made'
              the environment changed: X

            """,
            await WhyAsync());
    }

    [Fact]
    public async Task Of_many_files_the_first_are_named_and_all_where_the_step_is_asked_for()
    {
        await BuildAsync();
        for (int file = 10; file < 40; file++)
        {
            folder.Write($"src/n{file}", "new");
        }

        string all = await WhyAsync();
        string step = await WhyAsync("Api/3");
        string behind = await WhyAsync("[Api 4/4]");

        Assert.Contains("/src/n19 is new\n    and 20 more; 'buildkit why Api/3' lists them all\n", all, StringComparison.Ordinal);
        Assert.EndsWith("/src/n38 is new\n    /src/n39 is new\n", step, StringComparison.Ordinal);
        Assert.StartsWith("[Api 3/4]", step, StringComparison.Ordinal);
        Assert.EndsWith("/src/n39 is new\n[Api 4/4] Run cat /src/a.txt > /made: depends on [Api 3/4]\n", behind, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_differs_it_tells_why_steps_ran_in_the_last_build_that_ran_them()
    {
        await BuildAsync();
        folder.Write("src/b.txt", "other");
        await BuildAsync();
        await BuildAsync();

        string why = await WhyAsync();

        Assert.Matches(
            "^Nothing differs from the last build.\nIn build [0-9]{8}-[0-9]{6}-[0-9a-f]{4}:\n\\[Api 3/4\\] Copy src to /src: ran\n  the content of what it reads changed: /src/b.txt\n\\[Api 4/4\\] Run cat /src/a.txt > /made: ran\n  the root filesystem changed in front of it, from layer 3 of 3 on\n$",
            why);
        Assert.DoesNotContain("[Api 4/4]", await WhyAsync("Api/3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_is_another_one_is_named_by_both_digests()
    {
        await BuildAsync();
        WriteChild();
        await BuildAsync();
        string before = await DigestAsync();
        folder.Write("src/b.txt", "other");
        WriteImage("1", "cat /src/a.txt > /made");
        await BuildAsync();
        string now = await DigestAsync();
        WriteChild();

        string why = await WhyAsync();

        Assert.Matches($"^\\[Child 1/1\\] From api: cached\n  the base is {now}[0-9a-f]{{52}}, and was {before}[0-9a-f]{{52}}\n$", why);

        void WriteChild() => folder.Write("Buildfile", """image Child from "api" { Label("a", "b"); }""");

        async Task<string> DigestAsync() => (await folder.RunAsync("images")).Output.Split('\n').Single(line => line.StartsWith("api", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Single(word => word.StartsWith("sha256:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Api/9", "BK4320: There is no step 9 of 'Api'.\n  It has the steps Api/1 to Api/4.")]
    [InlineData("Api/99999999999", "BK4305: Buildfile has no target 'Api/99999999999'.")]
    [InlineData("Apo/1", "BK4305: Buildfile has no target 'Apo'.\n  Did you mean 'Api'?")]
    [InlineData("Apo", "BK4305: Buildfile has no target 'Apo'.\n  Did you mean 'Api'?")]
    public async Task A_step_or_target_that_does_not_exist_is_an_error_with_what_there_is(string name, string expected)
    {
        ToolResult why = await folder.RunAsync("why", name);

        Assert.Equal(2, why.ExitCode);
        Assert.Contains(expected, why.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_has_the_same_as_a_document()
    {
        await BuildAsync();
        folder.Write("src/b.txt", "other");
        WriteImage("2", "cat /src/a.txt > /made");

        string plan = (await folder.RunAsync("plan", "--json")).Output;

        SchemaFolder.Ours.Validate("plan.schema.json", plan);
        Assert.Contains("\"/src/b.txt\"", plan, StringComparison.Ordinal);
        Assert.Contains("\"the environment changed: X\"", plan, StringComparison.Ordinal);
    }

    private void WriteImage(string variable, string command) => folder.WriteImage($"""Env("X", "{variable}"); Copy("src", to: "/src"); Run("{command}");""");

    private async Task BuildAsync()
    {
        ToolResult build = await folder.RunAsync("build");
        Assert.True(build.ExitCode == 0, build.ToString());
    }

    private async Task<string> WhyAsync(params string[] more)
    {
        ToolResult why = await folder.RunAsync(["why", .. more]);
        Assert.True(why is { ExitCode: 0, Error: "" }, why.ToString());
        return why.Output;
    }
}
