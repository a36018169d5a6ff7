using System.Diagnostics;
using System.Xml.Linq;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Cli.Tests.Testing;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit test</c> as a user runs it.</summary>
public sealed class TestCommandTests
{
    private const string Image = """
        param int port = 8080;
        image Api from scratch
        {
            Copy("busybox", to: "/bin/busybox", mode: "0755");
            Copy("busybox", to: "/bin/sh", mode: "0755");
            Write("/www/health", "Healthy\n");
            Entrypoint("/bin/sh", "-c", $"exec busybox httpd -f -p {port} -h /www");
        }

        """;

    private const string Smoke = """
        test Smoke of Api
        {
            Start(ready: Port(8080), timeout: "60s");
            Run("busybox wget -qO- http://localhost:8080/health");
        }

        """;

    private static readonly string[] InNamespace = ["unshare", "--user", "--map-root-user"];

    [Theory]
    [InlineData("embedded", false)]
    [InlineData("embedded", true)]
    [InlineData("runc", false)]
    [InlineData("runc", true)]
    [InlineData("crun", false)]
    [InlineData("crun", true)]
    public async Task A_test_passes_once_for_an_image_and_again_where_asked(string runtime, bool inNamespace)
    {
        using ToolFolder folder = Create(Smoke);
        Assert.SkipUnless(runtime == "embedded" || File.Exists("/usr/bin/" + runtime) || File.Exists("/usr/sbin/" + runtime), runtime + " is not installed");
        string[] above = inNamespace ? InNamespace : [];
        ToolResult first = await folder.RunBelowAsync(above, "test", "--runtime", runtime);
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Matches(@"\n\[Smoke\] \d+\.\d\d Healthy\n", first.Output);
        Assert.EndsWith("\n1 passed, 0 failed\n", first.Output, StringComparison.Ordinal);

        ToolResult second = await folder.RunBelowAsync(above, "test", "smoke");
        Assert.Contains("\n[Smoke] PASSED before on this image\n", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Healthy", second.Output, StringComparison.Ordinal);
        ToolResult again = await folder.RunBelowAsync(above, "test", "Smoke", "--no-cache", "--runtime", runtime);
        Assert.Contains("Healthy", again.Output, StringComparison.Ordinal);

        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_failing_test_shows_its_place_its_output_and_the_services_and_exits_with_1()
    {
        using ToolFolder folder = Create(Smoke + """
            test Broken of Api
            {
                Start(ready: Port(8080));
                Run("busybox wget -qO- http://localhost:8080/absent");
            }
            test Crash of Api
            {
                Run("echo looking; exit 9");
            }

            """);
        ToolResult result = await folder.RunAsync("test", "--junit", "report.xml");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.EndsWith("\n1 passed, 2 failed\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Buildfile(17,5): error BK4204: test Broken: The command exited with code 1.\n  17 |     Run(\"busybox wget", result.Error, StringComparison.Ordinal);
        Assert.Contains("  output:\n    wget: server returned error: HTTP/1.1 404 Not Found\n  exit code: 1\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("test Crash: The command exited with code 9.", result.Error, StringComparison.Ordinal);
        Assert.Contains("    looking\n", result.Error, StringComparison.Ordinal);
        XElement report = JUnitReportTests.Validated(await File.ReadAllBytesAsync(Path.Combine(folder.Folder, "report.xml"), TestContext.Current.CancellationToken));
        Assert.Equal("2", (string?)report.Attribute("failures"));

        // Nothing of it is remembered but what passed.
        ToolResult next = await folder.RunAsync("test", "--progress", "json");
        Assert.Equal(1, next.ExitCode);
        Assert.All(next.Output.TrimEnd('\n').Split('\n'), line => SchemaFolder.Ours.Validate("progress.schema.json", line));
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_service_that_ends_or_never_listens_is_told_as_such()
    {
        using ToolFolder folder = Create("""
            image Crashing from Api { Entrypoint("/bin/sh", "-c", "echo no database >&2; exit 3"); }
            test Ends of Crashing { Start(ready: Port(8080), timeout: "1h"); }
            test Waits of Api { Start(ready: Port(9090), timeout: "1s"); Run("true"); }
            """);
        ToolResult result = await folder.RunAsync("test");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error BK4212: test Ends: The service exited with code 3 before it was ready.", result.Error, StringComparison.Ordinal);
        Assert.Contains("  output of the service:\n    no database\n  exit code: 3\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("error BK4213: test Waits: The service did not listen on port 9090 within 1 s. It listens on 8080.", result.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task Where_an_image_cannot_be_built_the_report_has_errors_in_the_place_of_an_older_one()
    {
        using ToolFolder folder = Create("""
            image Broken from Api { Run("exit 4"); }
            test Never of Broken { Run("true"); }
            """);
        folder.Write("report.xml", "<testsuites/>");
        ToolResult result = await folder.RunAsync("test", "--junit", "report.xml");
        Assert.Equal(1, result.ExitCode);
        XElement report = JUnitReportTests.Validated(await File.ReadAllBytesAsync(Path.Combine(folder.Folder, "report.xml"), TestContext.Current.CancellationToken));
        Assert.Equal(("0", "1"), ((string?)report.Attribute("failures"), (string?)report.Attribute("errors")));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_an_error()
    {
        using ToolFolder folder = Create(Smoke);
        ToolResult result = await folder.RunAsync("test", "--junit", "no/such/folder/report.xml");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error BK4309: 'no/such/folder/report.xml' could not be written", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await folder.RunAsync("test", "--junit", "")).ExitCode);
    }

    [Theory]
    [InlineData("test Smok", "BK4305", "Did you mean 'Smoke'?")]
    [InlineData("test Other", "BK4305", "It has Smoke.")]
    [InlineData("test api", "BK4305", "Its tests: buildkit test Smoke")]
    [InlineData("build Smoke", "BK4305", "buildkit test Smoke")]
    [InlineData("run smoke", "BK4306", "There is no image 'smoke'")]
    public async Task A_name_that_is_no_test_says_what_is(string line, string code, string message)
    {
        using ToolFolder folder = Create(Smoke);
        ToolResult result = await folder.RunAsync(line.Split(' '));
        Assert.Equal(line.StartsWith("run", StringComparison.Ordinal) ? 1 : 2, result.ExitCode);
        Assert.StartsWith($"error {code}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Buildfile_without_tests_says_how_one_is_written()
    {
        using ToolFolder folder = Create("");
        ToolResult result = await folder.RunAsync("test");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("error BK4304: Buildfile declares no test.\n  Declare one: test Smoke of Api {", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_interrupts_a_test_and_is_no_failure_of_it()
    {
        string mark = Leftovers.Mark();
        using ToolFolder folder = Create($$"""
            test Long of Api { Start(ready: Port(8080)); Run("echo beside; busybox sleep {{mark}}"); }
            """);

        // What a terminal does: the signal goes to all processes of the group, the launcher's among them.
        using Process test = folder.StartBelow(["setsid"], ["test"]);
        Task<string> error = test.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await test.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" beside", StringComparison.Ordinal))
        {
        }

        using (Process kill = Process.Start("kill", ["-INT", "--", $"-{test.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain("FAILED", await test.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await test.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((130, "Interrupted.\n"), (test.ExitCode, await error));
        await Leftovers.AssertNoneAsync(folder, mark);
    }

    [Fact]
    public async Task After_kill_9_nothing_of_a_test_is_left()
    {
        string mark = Leftovers.Mark();
        using ToolFolder folder = Create($$"""
            image Slow from Api { Entrypoint("/bin/sh", "-c", "(busybox setsid busybox sleep {{mark}} &); exec busybox httpd -f -p 8080 -h /www"); }
            test Long of Slow { Start(ready: Port(8080)); Run("echo beside; busybox sleep {{mark}}"); }
            """);
        using (Process test = folder.Start(["test"]))
        {
            while (await test.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" beside", StringComparison.Ordinal))
            {
            }

            Assert.NotEmpty(Holders(test.Id));
            int[] holders = [.. Holders(test.Id)];
            test.Kill();
            await test.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Leftovers.UntilEndedAsync(mark);
            foreach (int holder in holders)
            {
                while (Directory.Exists($"/proc/{holder}"))
                {
                    await Task.Delay(20, TestContext.Current.CancellationToken);
                }
            }
        }

        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        await Leftovers.AssertNoneAsync(folder, mark);
    }

    /// <summary>The processes of the launcher that hold a network for the tool with this id.</summary>
    private static IEnumerable<int> Holders(int tool) =>
        Directory.EnumerateDirectories($"/proc/{tool}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(child => File.ReadAllText($"/proc/{child}/cmdline").EndsWith("\0--network\0", StringComparison.Ordinal))
            .Select(child => int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));

    private static ToolFolder Create(string tests)
    {
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("Buildfile", Image + tests);
        return folder;
    }
}
