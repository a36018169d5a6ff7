using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Files;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>kill -9 at any moment: while a step runs, at the lines that a build prints, and at the very calls by which it changes the store.</summary>
public sealed class KillTests
{
    /// <summary>More than a build of this size makes of any of them: from there on it ends by itself.</summary>
    private const int MostCalls = 30;

    [Fact]
    public async Task In_the_middle_of_a_step_nothing_of_it_is_left()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = Leftovers.Mark();
        folder.WriteImage($$"""Run("echo half > /half; (busybox setsid busybox sleep {{mark}} &); echo started; busybox sleep {{mark}}");""");
        using (Process build = folder.Start(["build"]))
        {
            while (await build.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" started", StringComparison.Ordinal))
            {
            }

            build.Kill();
            await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Leftovers.UntilEndedAsync(mark);
        folder.WriteImage("""Run("test ! -e /half && echo whole > /whole");""");
        ToolResult next = await folder.RunAsync("build");
        Assert.True(next.ExitCode == 0, next.ToString());
        Assert.Contains("3 steps: 2 cached, 1 ran", next.Output, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder, mark);
    }

    [Fact]
    public async Task At_every_second_line_of_a_build_the_next_one_gives_the_same_image()
    {
        using ToolFolder folder = Create();
        string digest = await DigestAsync(folder);
        bool ended = false;
        for (int lines = 0; !ended; lines += 2)
        {
            await ForgetAsync(folder);
            using Process build = folder.Start(["build"]);
            for (int line = 0; line <= lines && !ended; line++)
            {
                ended = await build.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is null;
            }

            build.Kill();
            await build.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(digest, await DigestAsync(folder));
            await Leftovers.AssertNoneAsync(folder);
        }
    }

    [Theory]
    [InlineData("fsync", 4)]
    [InlineData("rename", 2)]
    [InlineData("renameat2", 1)]
    [InlineData("syncfs", 1)]
    [InlineData("mkdir", 9)]
    public async Task At_the_calls_that_change_the_store_it_stays_whole_and_the_next_build_gives_the_same_image(string call, int stride)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed.");
        using ToolFolder folder = Create();
        string digest = await DigestAsync(folder);
        for (int count = 1; count < MostCalls; count += stride)
        {
            await ForgetAsync(folder);
            string log = Path.Combine(folder.Home, "trace");
            ToolResult killed = await folder.RunBelowAsync(
                ["strace", "-f", "-qq", "-o", log, "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={count}"], "build", "--quiet");
            if (killed.ExitCode == 0)
            {
                Assert.True(count > 1, $"no build calls {call}");
                return;
            }

            Assert.Equal(digest, await DigestAsync(folder));
            await Leftovers.AssertNoneAsync(folder);
        }
    }

    private static ToolFolder Create()
    {
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""
            Run("echo a > /a; busybox mkdir -p /deep/er; echo b > /deep/er/b");
                Write("/text", "text");
            """);
        return folder;
    }

    private static async Task<string> DigestAsync(ToolFolder folder)
    {
        ToolResult result = await folder.RunAsync("build", "--quiet");
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private static Task ForgetAsync(ToolFolder folder) => Tool.RunAsync("rm", "-rf", folder.Store);
}
