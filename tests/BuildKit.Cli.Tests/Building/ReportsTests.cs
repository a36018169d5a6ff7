using System.Text.Json.Nodes;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

/// <summary>What <c>reports:</c> and <c>--reports</c> give a user.</summary>
public sealed class ReportsTests
{
    // On this user's account the tool starts itself again inside a user namespace where it has to unpack, run or read a layer.
    private static readonly string[] AsOrdinaryUser = ["unshare", "--user", "--map-root-user", "setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin"];

    [Fact]
    public async Task A_failed_step_leaves_its_reports_in_the_current_folder_and_its_error_names_them()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""WorkDir("/src"); Run("busybox mkdir r; echo bad > r/a.xml; exit 6", reports: ["r/*.xml"]);""");

        ToolResult result = await folder.RunAsync("build", "--progress", "plain");

        Assert.True(result.ExitCode == 1, result.ToString());
        string place = Path.Combine(folder.Folder, "buildkit-reports", "Api", "step-3");
        Assert.Contains($"  exit code: 6\n  reports: {place}\n", result.Error, StringComparison.Ordinal);
        Assert.Contains($"\nreports in {place}  1 file\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("bad\n", File.ReadAllText(Path.Combine(place, "src/r/a.xml")));
    }

    [Fact]
    public async Task A_build_that_succeeds_writes_reports_only_where_a_folder_is_given()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("echo good > /report", reports: ["/report"]);""");
        string[] before = [.. Directory.GetFileSystemEntries(folder.Folder).Order(StringComparer.Ordinal)];
        ToolResult quiet = await folder.RunAsync("build");
        Assert.True(quiet.ExitCode == 0, quiet.ToString());
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Folder).Order(StringComparer.Ordinal));

        ToolResult result = await folder.RunAsync("build", "--reports", "out/here", "--progress", "json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonNode[] lines = [.. result.Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.All(lines, line => SchemaFolder.Ours.Validate("progress.schema.json", line.ToJsonString()));
        JsonNode written = lines.Single(line => (string?)line["event"] == "reports.written");
        Assert.Equal((Path.Combine(folder.Folder, "out/here/Api/step-3"), 1), ((string?)written["folder"], (int?)written["files"]));
        Assert.Equal(0, (int?)lines[^1]["ran"]);
        Assert.Equal("good\n", File.ReadAllText(Path.Combine(folder.Folder, "out/here/Api/step-3/report")));
    }

    [Fact]
    public async Task An_ordinary_user_gets_the_reports_of_a_failed_and_of_a_cached_step()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "This test starts as root.");
        using ToolFolder folder = ToolFolder.WithBusybox();
        const string statement = """Run("busybox mkdir /r; echo good > /r/a; busybox chmod 0 /r/a /r; exit 0", reports: ["/r"]);""";
        folder.WriteImage(statement.Replace("exit 0", "exit 1", StringComparison.Ordinal));

        ToolResult failed = await folder.RunBelowAsync(AsOrdinaryUser, "build");

        Assert.True(failed.ExitCode == 1, failed.ToString());
        Assert.Equal("good\n", File.ReadAllText(Path.Combine(folder.Folder, "buildkit-reports/Api/step-3/r/a")));
        folder.WriteImage(statement);
        Assert.Equal(0, (await folder.RunBelowAsync(AsOrdinaryUser, "build")).ExitCode);

        ToolResult cached = await folder.RunBelowAsync(AsOrdinaryUser, "build", "--reports", "out", "--progress", "plain");

        Assert.True(cached.ExitCode == 0, cached.ToString());
        Assert.Contains("3 steps: 3 cached, 0 ran", cached.Output, StringComparison.Ordinal);
        Assert.Equal("good\n", File.ReadAllText(Path.Combine(folder.Folder, "out/Api/step-3/r/a")));
    }

    [Fact]
    public async Task A_failed_test_leaves_the_reports_of_its_step_and_a_known_one_leaves_none()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("Buildfile", """
            image Api from scratch { Copy("busybox", to: "/bin/sh", mode: "0755"); }
            test Smoke of Api { Run("true"); Run("echo seen > /report; exit 1", reports: ["/report"]); }

            """);
        ToolResult failed = await folder.RunAsync("test");
        Assert.True(failed.ExitCode == 1, failed.ToString());
        string place = Path.Combine(folder.Folder, "buildkit-reports", "Smoke", "step-2");
        Assert.Contains($"  reports: {place}\n", failed.Error, StringComparison.Ordinal);
        Assert.Equal("seen\n", File.ReadAllText(Path.Combine(place, "report")));

        folder.Write("Buildfile", File.ReadAllText(Path.Combine(folder.Folder, "Buildfile")).Replace("exit 1", "exit 0", StringComparison.Ordinal));
        Assert.Equal(0, (await folder.RunAsync("test", "--reports", "one")).ExitCode);
        Assert.Equal(0, (await folder.RunAsync("test", "--reports", "two")).ExitCode);

        Assert.True(File.Exists(Path.Combine(folder.Folder, "one/Smoke/step-2/report")));
        Assert.False(Directory.Exists(Path.Combine(folder.Folder, "two")));
    }

    [Theory]
    [InlineData("build", "")]
    [InlineData("build", "Buildfile")]
    [InlineData("test", "Buildfile")]
    [InlineData("deploy", "Buildfile")]
    public async Task A_folder_that_is_none_is_refused_before_anything_runs(string command, string folderName)
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("Run(\"true\");");

        ToolResult result = await folder.RunAsync([.. command == "deploy" ? new[] { "deploy", "Dev" } : [command], "--reports", folderName]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error BK4301: --reports ", result.Error, StringComparison.Ordinal);
    }
}
