using System.Text.Json;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit builds</c> and <c>buildkit show</c></summary>
public sealed class BuildsCommandTests : IDisposable
{
    private const string Secret = "s3cr3t-t0ken-0f-a-test";

    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_build_is_listed_and_shown_with_its_steps_and_images()
    {
        folder.WriteImage("""Run("echo made > /made");""");
        ToolResult built = await folder.RunAsync("build", "--quiet");

        ToolResult list = await folder.RunAsync("builds");
        ToolResult shown = await folder.RunAsync("show", "last");

        Assert.Matches(@"^[0-9]{8}-[0-9]{6}-[0-9a-f]{4} .* 3 of 3 ran  succeeded", Assert.Single(list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]));
        Assert.Matches(@"\n\[Api 3/3\] Run echo made > /made: ran in .*, .* kB\n", shown.Output);
        Assert.Contains($"\napi:latest  {built.Output.Trim()}\nsucceeded in ", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_in_which_nothing_ran_is_not_remembered()
    {
        folder.WriteImage("""Run("echo made > /made");""");
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);

        Assert.Single(Directory.GetFiles(Path.Combine(folder.Store, "builds")));
    }

    [Fact]
    public async Task A_failed_build_is_shown_with_the_reason_and_the_last_output_but_no_secret()
    {
        folder.Environment["TOKEN"] = Secret;
        folder.Write("Buildfile", """
            param string word = "x";
            secret token = Secret.Env("TOKEN");

            image Api from scratch
            {
                Copy("busybox", to: "/bin/sh", mode: "0755");
                Copy("busybox", to: "/bin/cat", mode: "0755");
                Run($"echo {word}; cat /token; exit 3", mounts: [token.At("/token")]);
            }
            """);
        Assert.Equal(1, (await folder.RunAsync("build", "--set", "word=hello")).ExitCode);

        ToolResult shown = await folder.RunAsync("show", "last");
        ToolResult json = await folder.RunAsync("show", "last", "--json");
        ToolResult all = await folder.RunAsync("builds", "--json");

        Assert.Contains("  with word set\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("[Api 3/3] BK4204 (exit code 3): The command exited with code 3.\n  hello\n  ***\n", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, shown.Output + json.Output + all.Output, StringComparison.Ordinal);
        SchemaFolder.Ours.Validate("build.schema.json", json.Output);
        SchemaFolder.Ours.Validate("builds.schema.json", all.Output);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal("failed", document.RootElement.GetProperty("steps")[2].GetProperty("outcome").GetString());
        Assert.Equal("word", document.RootElement.GetProperty("parameters")[0].GetString());
    }

    [Fact]
    public async Task Only_the_newest_hundred_are_kept_and_a_damaged_one_is_passed_over()
    {
        folder.WriteImage("");
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        string builds = Path.Combine(folder.Store, "builds");
        for (int i = 0; i < 120; i++)
        {
            folder.Write(Path.Combine(builds, $"20200101-000000-{i:x4}.json"), "damaged");
        }

        Assert.Equal(0, (await folder.RunAsync("build", "--no-cache")).ExitCode);

        Assert.Equal(100, Directory.GetFiles(builds).Length);
        ToolResult list = await folder.RunAsync("builds");
        Assert.Equal(3, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_id_that_no_build_has_and_one_that_several_begin_with_are_said()
    {
        folder.WriteImage("");
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        Assert.Equal(0, (await folder.RunAsync("build", "--no-cache")).ExitCode);

        ToolResult none = await folder.RunAsync("show", "1999");
        ToolResult several = await folder.RunAsync("show", "2");

        Assert.Equal((1, 1), (none.ExitCode, several.ExitCode));
        Assert.StartsWith("error BK4315: No build '1999' is known.", none.Error, StringComparison.Ordinal);
        Assert.StartsWith("error BK4315: '2' is the beginning of 2 builds.", several.Error, StringComparison.Ordinal);
    }
}
