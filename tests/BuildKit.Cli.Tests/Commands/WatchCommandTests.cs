using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit watch</c> as a process, with somebody who edits files.</summary>
public sealed class WatchCommandTests
{
    private const string Watching = "Ctrl-C ends it";

    [Fact]
    public async Task A_change_is_built_with_its_reason_the_container_is_replaced_and_a_broken_Buildfile_leaves_it_alone()
    {
        using ToolFolder folder = Create();
        string mark = Leftovers.Mark();
        using Process watch = folder.Start(["watch", "--run", "-e", $"MARK={mark}"]);
        var told = new Told(watch.StandardError);
        Assert.Equal("up one", await LineAsync(watch));
        await told.UntilAsync(Watching);

        // What the ignore file leaves out is not told, what comes after it is.
        folder.Write("left-out/x", "1");
        folder.Write("text", "two");
        Assert.Equal("bye one", await LineAsync(watch));
        Assert.Equal("up two", await LineAsync(watch));
        string change = await told.UntilAsync(Watching);
        Assert.Contains("\nchanged: text\n", change, StringComparison.Ordinal);
        Assert.Contains("\nwhy: [Api 3/3] Copy text to /text: the content of what it reads changed: /text\n", change, StringComparison.Ordinal);
        Assert.Contains("\napi:latest restarted\n", change, StringComparison.Ordinal);

        string buildfile = File.ReadAllText(Path.Combine(folder.Folder, "Buildfile"));
        folder.Write("Buildfile", buildfile.Replace("Entrypoint(", "Entripoint(", StringComparison.Ordinal));
        string failure = await told.UntilAsync(Watching);
        Assert.Contains("error BK2001: ", failure, StringComparison.Ordinal);
        Assert.Contains("\nthe container goes on with the image before\n", failure, StringComparison.Ordinal);

        folder.Write("Buildfile", buildfile);
        string mended = await told.UntilAsync(Watching);
        Assert.Contains("\nno step ran: all is cached\napi:latest goes on: it is the same image\n", mended, StringComparison.Ordinal);

        await InterruptAsync(watch);
        Assert.Equal("bye two", await LineAsync(watch));
        await told.UntilAsync("Interrupted.");
        await watch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, watch.ExitCode);
        await Leftovers.AssertNoneAsync(folder, mark);
    }

    [Fact]
    public async Task A_used_file_outside_of_the_context_is_watched_and_a_container_that_ended_is_started_by_the_next_change()
    {
        using ToolFolder folder = Create();
        string common = Path.GetFullPath(folder.Write("../common/Buildfile", "var code = 3;\n"));
        folder.Write("Buildfile", "using \"../common/Buildfile\" as common;\n" + """
            image Api from scratch { Copy("busybox", to: "/bin/sh", mode: "0755"); Entrypoint("/bin/sh", "-c", $"exit {common.code}"); }
            """);
        using Process watch = folder.Start(["watch", "Api", "--run"]);
        var told = new Told(watch.StandardError);
        await told.UntilAsync("the container exited with 3;");
        File.WriteAllText(common, "var code = 4;\n");
        string change = await told.UntilAsync("the container exited with 4;");
        Assert.Contains($"changed: {common}\n", change, StringComparison.Ordinal);
        await EndAsync(watch);
    }

    [Fact]
    public async Task A_build_that_takes_too_long_is_stopped_and_the_next_change_is_built_with_its_reports()
    {
        using ToolFolder folder = Create();
        folder.WriteImage("""
            Copy("busybox", to: "/bin/sh", mode: "0755");
                Copy("text", to: "/text");
                Exec("/bin/sh", "-c", "busybox grep -q two /text || while :; do busybox sleep 0.1; done; busybox cp /text /told", reports: ["/told"]);
            """);
        using Process watch = folder.Start(["watch", "--timeout", "2s", "--reports", "buildkit-reports", "--progress", "plain"]);
        var errors = new Told(watch.StandardError);
        var output = new Told(watch.StandardOutput);
        await errors.UntilAsync("error BK4113: The time limit of 2 s is over (--timeout)");
        await output.UntilAsync(Watching);

        folder.Write("text", "two");
        await output.UntilAsync("changed: text");
        await output.UntilAsync(Watching);
        string report = Assert.Single(Directory.GetFiles(Path.Combine(folder.Folder, "buildkit-reports"), "told", SearchOption.AllDirectories));
        Assert.Equal("two", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
        await EndAsync(watch);
    }

    [Fact]
    public async Task Locked_pins_nothing_and_the_watch_goes_on()
    {
        using ToolFolder folder = Create();
        folder.Write("Buildfile", "image Api from \"registry.example.com/base:1\" { }\n");
        using Process watch = folder.Start(["watch", "--locked"]);
        await new Told(watch.StandardError).UntilAsync("error BK4274: ");
        await new Told(watch.StandardOutput).UntilAsync(Watching);
        Assert.False(File.Exists(Path.Combine(folder.Folder, "buildkit.lock")));
        await EndAsync(watch);
    }

    [Theory]
    [InlineData("error BK4305: Buildfile has no target 'Apy'.", 2, "Apy")]
    [InlineData("error BK4301: --run runs one image, and several are watched.", 2, "Api", "Other", "--run")]
    [InlineData("error BK4307: 'Build' is a stage", 1, "Build", "--run")]
    [InlineData("error BK4302: There is no file 'nowhere'.", 3, "-f", "nowhere")]
    [InlineData("error BK4301: --timeout 'soon' is no length of time", 2, "--timeout", "soon")]
    [InlineData("error BK4301: --ssh 'default' names no agent.", 2, "--ssh", "default")]
    [InlineData("error BK4230: --cache-from 'registry.example.com/cache' would be trusted without a check", 2, "--cache-from", "registry.example.com/cache")]
    [InlineData("error BK4301: --reports 'out' is in the build context, so what a build brings out there would begin the next build.", 2, "--reports", "out")]
    public async Task What_no_edit_mends_ends_it_at_once(string message, int exitCode, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Images are built on Linux only.");
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "stage Build from scratch { Write(\"/x\", \"1\"); }\nimage Api from scratch { Copy(\"/x\", to: \"/\", from: Build); }\nimage Other from scratch { Write(\"/x\", \"2\"); }\n");
        ToolResult result = await folder.RunAsync(["watch", .. arguments]);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static ToolFolder Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "These tests run as root.");
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("text", "one");
        folder.Write(".buildignore", "left-out\n");
        folder.WriteImage("""
            Copy("text", to: "/text");
                Entrypoint("/bin/sh", "-c", "busybox cat /text > /now; trap 'echo bye $(busybox cat /now); exit 0' TERM; echo up $(busybox cat /now); while :; do busybox sleep 0.05; done");
            """);
        return folder;
    }

    private static async Task<string?> LineAsync(Process process)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Told.Patience);
        return await process.StandardOutput.ReadLineAsync(patience.Token);
    }

    private static async Task EndAsync(Process watch)
    {
        await InterruptAsync(watch);
        await watch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, watch.ExitCode);
    }

    private static async Task InterruptAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
