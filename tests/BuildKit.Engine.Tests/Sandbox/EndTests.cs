using System.Diagnostics;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>What hangs, swells or forks without end is ended, and nothing is left behind.</summary>
public sealed class EndTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_hang_is_ended_by_the_timeout_with_everything_it_started()
    {
        var mark = Mark();
        var run = await SandboxRoot.RunAsync(_root.Shell($"sleep {mark} & sleep {mark}") with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.True(run.Exit.TimedOut);
        Assert.Equal(9, run.Exit.Signal);
        AssertNothingIsLeft(mark);
    }

    [Fact]
    public async Task A_process_that_ignores_signals_is_ended_by_the_timeout_too()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("trap '' TERM INT HUP; while true; do sleep 1; done") with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.True(run.Exit.TimedOut);
    }

    [Fact]
    public async Task Cancelling_ends_everything_before_the_call_returns()
    {
        var mark = Mark();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = new SandboxRun { Seen = _ => cancel.Cancel() };
        var spec = _root.WithUpper(_root.Shell($"trap '' TERM; (setsid sleep {mark} &); echo up; sleep {mark}"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.StartAsync(SandboxRoot.Sandbox, spec, cancel.Token));
        AssertNothingIsLeft(mark);
    }

    [Fact]
    public async Task When_the_reader_of_the_output_fails_everything_is_ended()
    {
        var mark = Mark();
        var run = new SandboxRun { Seen = _ => throw new InvalidDataException("reader") };
        await Assert.ThrowsAsync<InvalidDataException>(
            () => run.StartAsync(SandboxRoot.Sandbox, _root.Shell($"echo up; sleep {mark}"), TestContext.Current.CancellationToken));
        AssertNothingIsLeft(mark);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_starts_nothing() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SandboxRun.RunAsync(SandboxRoot.Sandbox, _root.Shell("true"), new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_fork_bomb_is_bounded()
    {
        var mark = Mark();
        var run = await SandboxRoot.RunAsync(_root.Shell($"i=0; while [ $i -lt 200 ]; do sleep {mark} & i=$((i+1)); done; wait") with { Pids = 40 });
        Assert.NotEqual(0, run.Exit.ExitCode);
        Assert.Contains("can't fork", run.Text, StringComparison.Ordinal);
        AssertNothingIsLeft(mark);
    }

    [Fact]
    public async Task A_process_beyond_its_memory_is_reported_as_out_of_memory()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("") with { Arguments = ["probe", "memory"], MemoryBytes = 64 << 20 });
        Assert.SkipWhen(run.Exit.Warnings.Length > 0, string.Join(' ', run.Exit.Warnings));
        Assert.True(run.Exit.OutOfMemory);
        Assert.Equal(9, run.Exit.Signal);
    }

    [Fact]
    public async Task Files_in_memory_count_as_memory()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("head -c 1000000000 /dev/zero >/big") with { MemoryBytes = 64 << 20 });
        Assert.SkipWhen(run.Exit.Warnings.Length > 0, string.Join(' ', run.Exit.Warnings));
        Assert.True(run.Exit.OutOfMemory);
        Assert.NotEqual(0, run.Exit.ExitCode);
    }

    [Fact]
    public async Task Every_limit_stands_in_the_kernels_own_files_while_the_process_runs()
    {
        var mark = Mark();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var limits = new Dictionary<string, string>();
        var run = new SandboxRun
        {
            Seen = _ =>
            {
                limits = LimitsOf(mark);
                cancel.Cancel();
            },
        };
        var spec = _root.Shell($"sleep {mark} & echo up; wait") with { MemoryBytes = 64 << 20, Cpus = 0.5, Pids = 50 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.StartAsync(SandboxRoot.Sandbox, spec, cancel.Token));
        Assert.SkipWhen(run.Text.Contains("limit", StringComparison.Ordinal) || limits.Count == 0, "no cgroup can be written here");

        Assert.Equal("67108864", limits.GetValueOrDefault("memory.limit_in_bytes") ?? limits.GetValueOrDefault("memory.max"));
        Assert.Equal("50000 100000", limits.TryGetValue("cpu.cfs_quota_us", out string? quota) ? $"{quota} {limits["cpu.cfs_period_us"]}" : limits.GetValueOrDefault("cpu.max"));
        Assert.Equal("50", limits.GetValueOrDefault("pids.max"));
    }

    [Fact]
    public async Task A_cpu_limit_is_taken()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("echo ran") with { Cpus = 0.5 });
        Assert.Equal(["ran"], run.Stdout);
        AssertNothingIsLeft(Mark());
    }

    [Fact]
    public async Task When_the_invoking_process_is_killed_nothing_is_left()
    {
        var mark = Mark();
        using var invoker = StartInvoker(mark);
        await ReadReadyAsync(invoker);
        invoker.Kill();

        // The launcher holds this pipe as well, so its end is the end of everything.
        await invoker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        AssertNothingIsLeft(mark);
    }

    [Fact]
    public async Task A_program_in_a_user_namespace_ends_with_the_invoking_process()
    {
        var mark = Mark();
        string[] arguments = ["-c", $"'{SandboxLauncher.Find().Path}' --userns -- sh -c 'echo ready; exec sleep {mark}'; true"];
        using var invoker = Process.Start(new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardOutput = true })!;
        await ReadReadyAsync(invoker);
        invoker.Kill();
        await invoker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Commands(mark));
    }

    [Fact]
    public async Task When_the_launcher_is_killed_its_processes_end_and_the_next_run_removes_its_cgroup()
    {
        var mark = Mark();
        using var invoker = StartInvoker(mark);
        await ReadReadyAsync(invoker);
        var launcher = int.Parse((await File.ReadAllTextAsync($"/proc/{invoker.Id}/task/{invoker.Id}/children", TestContext.Current.CancellationToken)).Trim(), null);
        using (var process = Process.GetProcessById(launcher))
        {
            process.Kill();
        }

        await invoker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await invoker.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _root.RunAsync("true");
        AssertNothingIsLeft(mark);
    }

    [Fact]
    public async Task The_next_run_removes_the_cgroup_of_a_killed_launcher_that_nobody_has_reaped()
    {
        var mark = Mark();
        using var invoker = StartInvoker(mark, "& exec sleep 1000");
        try
        {
            await ReadReadyAsync(invoker);
            var launcher = (await File.ReadAllTextAsync($"/proc/{invoker.Id}/task/{invoker.Id}/children", TestContext.Current.CancellationToken)).Trim();
            using (var process = Process.GetProcessById(int.Parse(launcher, null)))
            {
                process.Kill();
            }

            while (!(await File.ReadAllTextAsync($"/proc/{launcher}/stat", TestContext.Current.CancellationToken)).Contains(") Z ", StringComparison.Ordinal) || Commands(mark).Count > 0)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await SandboxRoot.RunAsync(_root.Shell("true") with { MemoryBytes = 64 << 20 });
            Assert.True(Directory.Exists("/proc/" + launcher), "it was to be there until the end");
            Assert.DoesNotContain(Groups(), group => group.Contains($"-{launcher}-", StringComparison.Ordinal));
        }
        finally
        {
            invoker.Kill();
            await invoker.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>A shell that starts a launcher as its child and waits for it, or goes on otherwise.</summary>
    private Process StartInvoker(int mark, string goOn = "; true")
    {
        var request = Path.Combine(_root.Folder, "request");
        File.WriteAllText(request, $"layer={SandboxRoot.Busybox}\0env=PATH=/bin\0arg=sh\0arg=-c\0arg=sleep {mark} & echo ready; wait\0io=lines\0pids=100\0memory=100000000\0end=\0");
        var info = new ProcessStartInfo("/bin/sh", ["-c", $"'{SandboxLauncher.Find().Path}' --status /dev/null <'{request}' {goOn}"]) { RedirectStandardOutput = true };
        return Process.Start(info)!;
    }

    private static async Task ReadReadyAsync(Process invoker) =>
        Assert.Equal("ready", await invoker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

    private static int Mark() => Random.Shared.Next(1_000_000, int.MaxValue);

    private static void AssertNothingIsLeft(int mark)
    {
        Assert.Empty(Commands(mark));
        Assert.DoesNotContain("lowerdir=1:0", File.ReadAllText("/proc/mounts"), StringComparison.Ordinal);
        Assert.Empty(StaleGroups());
    }

    /// <summary>What the files say of the groups that the shell with the mark in its script is in.</summary>
    private static Dictionary<string, string> LimitsOf(int mark)
    {
        string[] shells =
        [
            .. Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Where(folder => ReadOrNothing(Path.Combine(folder, "cmdline")).Contains($"sleep {mark}", StringComparison.Ordinal)).Select(folder => Path.GetFileName(folder)!),
        ];
        string[] names = ["memory.limit_in_bytes", "memory.max", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.max", "pids.max"];
        return Groups(depth: 8)
            .Where(group => ReadOrNothing(Path.Combine(group, "cgroup.procs")).Split('\n').Intersect(shells).Any())
            .SelectMany(group => names.Select(name => (Name: name, Value: ReadOrNothing(Path.Combine(group, name)).Trim())))
            .Where(limit => limit.Value.Length > 0)
            .ToDictionary(limit => limit.Name, limit => limit.Value);
    }

    private static List<string> Commands(int mark) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(folder => ReadOrNothing(Path.Combine(folder, "cmdline")))
            .Where(command => command.StartsWith($"sleep\0{mark}", StringComparison.Ordinal)),
    ];

    /// <summary>Groups of launchers that have ended; those of other tests that run now are none.</summary>
    private static IEnumerable<string> StaleGroups() =>
        Groups().Where(folder => !Directory.Exists("/proc/" + Path.GetFileName(folder).Split('-')[2]) && Directory.Exists(folder));

    private static IEnumerable<string> Groups(int depth = 2) =>
        Directory.EnumerateDirectories("/sys/fs/cgroup", "buildkit-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = depth });

    private static string ReadOrNothing(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty; // it ended between listing and reading
        }
    }
}
