using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>Several builds at once on one store.</summary>
public sealed class SharedStoreTests
{
    [Fact]
    public async Task Builds_at_once_give_one_image_and_run_no_step_twice()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox usleep 300000; echo slow > /slow");""");
        ToolResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => folder.RunAsync("build")));
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        Assert.Single(results.Select(result => result.Output.Split("sha256:")[1][..64]).Distinct());
        Assert.Single(results, result => result.Output.Contains("#3 done in ", StringComparison.Ordinal));
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_build_that_waits_for_a_step_of_one_that_is_killed_runs_it_itself()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = Leftovers.Mark();

        // Who comes first makes the folder and hangs; who comes next finds it.
        folder.WriteImage($$"""
            Run("busybox mkdir /meet/first 2>/dev/null || exec busybox touch /second; echo started; busybox sleep {{mark}}",
                    mounts: [Cache("/meet", sharing: Shared)]);
            """);
        using Process first = folder.Start(["build"]);
        while (await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" started", StringComparison.Ordinal))
        {
        }

        Task<ToolResult> second = folder.RunAsync("build");
        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        ToolResult built = await second;
        Assert.True(built.ExitCode == 0, built.ToString());
        await Leftovers.UntilEndedAsync(mark);
        Assert.Equal(0, (await folder.RunAsync("images")).ExitCode);
        await Leftovers.AssertNoneAsync(folder, mark);
    }

    [Fact]
    public async Task A_build_that_fails_does_not_disturb_one_at_its_side()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox usleep 300000; echo good > /good");""");
        string good = Path.Combine(folder.Folder, "Good");
        File.Move(Path.Combine(folder.Folder, "Buildfile"), good);
        folder.WriteImage("""Run("exit 9");""");
        Task<ToolResult> first = folder.RunAsync("build", "-f", "Good");
        ToolResult failed = await folder.RunAsync("build");
        ToolResult built = await first;
        Assert.True(built.ExitCode == 0, built.ToString());
        Assert.True(failed.ExitCode == 1, failed.ToString());
        await Leftovers.AssertNoneAsync(folder);
    }
}
