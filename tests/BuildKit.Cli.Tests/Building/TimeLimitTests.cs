using System.Text.Json.Nodes;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

/// <summary><c>--timeout</c> of build, test and deploy.</summary>
public sealed class TimeLimitTests
{
    private static readonly string[] AsOrdinaryUser = ["unshare", "--user", "--map-root-user", "setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_build_that_takes_too_long_is_stopped_with_everything_in_it_and_says_why(bool isOrdinaryUser)
    {
        Assert.SkipUnless(!isOrdinaryUser || (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv")), "This test starts as root.");
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = $"{Random.Shared.Next(1_000_000, int.MaxValue)}";
        folder.WriteImage($"""Run("busybox setsid busybox sleep {mark} & busybox sleep {mark}");""");

        ToolResult result = await folder.RunBelowAsync(isOrdinaryUser ? AsOrdinaryUser : ["env"], "build", "--timeout", "3s");

        Assert.True(result.ExitCode == 124, result.ToString());
        Assert.Equal(
            "error BK4113: The time limit of 3 s is over (--timeout); everything that ran was stopped.\n  Give it more time, or look at what took it. What was finished is kept.\n", result.Error);
        Assert.DoesNotContain(
            Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)), process => CommandOf(process).Contains(mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_are_told_too()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox sleep 1000");""");

        ToolResult result = await folder.RunAsync("build", "--timeout", "2500ms", "--progress", "json");

        JsonNode last = JsonNode.Parse(result.Output.TrimEnd('\n').Split('\n')[^1])!;
        SchemaFolder.Ours.Validate("progress.schema.json", last.ToJsonString());
        Assert.Equal(("build.failed", "BK4113", 124), ((string?)last["event"], (string?)last["code"], (int?)last["exitCode"]));
    }

    [Fact]
    public async Task A_test_run_out_of_time_writes_its_report_all_the_same()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("Buildfile", """
            image Api from scratch { Copy("busybox", to: "/bin/sh", mode: "0755"); }
            test Slow of Api { Run("while :; do :; done", timeout: "2m"); }

            """);

        ToolResult result = await folder.RunAsync("test", "--timeout", "10s", "--junit", "report.xml");

        Assert.True(result.ExitCode == 124, result.ToString());
        Assert.Contains("BK4113", File.ReadAllText(Path.Combine(folder.Folder, "report.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_that_is_enough_changes_nothing()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("true", pids: 20);""");

        ToolResult result = await folder.RunAsync("build", "--timeout", "1h30m");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory]
    [InlineData("build", "soon")]
    [InlineData("build", "31d")]
    [InlineData("test", "10")]
    [InlineData("deploy", "0s")]
    public async Task What_is_no_length_of_time_is_refused(string command, string time)
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("true");""");

        ToolResult result = await folder.RunAsync([.. command == "deploy" ? new[] { "deploy", "Dev" } : [command], "--timeout", time]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"error BK4301: --timeout '{time}' is no length of time", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_with_too_many_processes_fails_by_its_own_limit()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("i=0; while [ $i -lt 100 ]; do busybox sleep 1000 & i=$((i+1)); done", pids: 20);""");

        ToolResult result = await folder.RunAsync("build", "--progress", "plain");

        Assert.SkipWhen(result.Output.Contains("BK4010", StringComparison.Ordinal), "no pids cgroup can be written here");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("can't fork", result.Error, StringComparison.Ordinal);
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
