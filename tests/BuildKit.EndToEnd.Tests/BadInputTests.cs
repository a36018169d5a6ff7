using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>Mistakes and misfortunes: each gives a clear error and a non-zero exit, and the next build works.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class BadInputTests(Workshop workshop)
{
    private const int Failure = 1;
    private const int BuildfileErrors = 3;

    [Fact]
    public async Task A_folder_without_a_Buildfile_is_told_so()
    {
        string folder = Directory.CreateDirectory(Path.Combine(workshop.Folder, "no-buildfile")).FullName;

        CommandResult result = await workshop.TryBuildAsync(folder);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Buildfile", result.Error, StringComparison.Ordinal);
        Assert.Contains("error BK", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_Buildfile_declares_nothing_to_build()
    {
        CommandResult result = await workshop.TryBuildAsync(workshop.Project("empty", ""));

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error BK", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_of_a_Buildfile_is_shown_at_once_and_underlined()
    {
        string folder = workshop.Project("mistakes", """
            stage Build from scratch
            {
                Copy("/out", to: "/app", onwer: "app");
                WorkDir("/app")
                Frobnicate();
            }

            image Api from Biuld
            {
            }
            """);

        CommandResult result = await workshop.TryBuildAsync(folder);

        result.ShouldExit(BuildfileErrors);
        Assert.Contains("did you mean 'owner'?", result.Error, StringComparison.Ordinal);
        Assert.Contains("^^^^^", result.Error, StringComparison.Ordinal);
        Assert.Contains("Frobnicate", result.Error, StringComparison.Ordinal);
        Assert.Contains("Biuld", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_does_not_exist_is_named()
    {
        string name = $"{workshop.Registry.Address}/no/such:base";

        CommandResult result = await workshop.TryBuildAsync(workshop.Project("no-base", $$"""image Api from "{{name}}" { Label("a", "b"); }"""));

        result.ShouldExit(Failure);
        Assert.Contains(name, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_down_is_named()
    {
        string address = $"127.0.0.1:{Registry.FreePort()}";

        CommandResult result = await workshop.TryBuildAsync(workshop.Project("down", $$"""image Api from "{{address}}/base:1" { Label("a", "b"); }"""));

        result.ShouldExit(Failure);
        Assert.Contains(address, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_step_shows_its_place_its_command_its_output_and_its_exit_code()
    {
        string folder = workshop.Project("failing", Image("Run(\"echo the last words; exit 7\");"));

        CommandResult result = await workshop.TryBuildAsync(folder);

        result.ShouldExit(Failure);
        Assert.Contains("Buildfile(4,", result.Error, StringComparison.Ordinal);
        Assert.Contains("the last words", result.Error, StringComparison.Ordinal);
        Assert.Contains("7", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hanging_step_ends_at_its_timeout_and_leaves_no_process()
    {
        string folder = workshop.Project("hanging", Image("Run(\"sleep 98765 & sleep 98765\", timeout: \"1s\");"));

        CommandResult result = await workshop.TryBuildAsync(folder);

        result.ShouldExit(Failure);
        Assert.Contains("1s", result.Error.Replace("1 s", "1s", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(Leftovers.Processes("98765"));
    }

    [Fact]
    public async Task A_step_has_no_network_unless_it_asks()
    {
        string port = workshop.Registry.Address.Split(':')[1];
        string probe = $"exec 3<>/dev/tcp/127.0.0.1/{port}";
        CommandResult without = await workshop.TryBuildAsync(workshop.Project("no-network", Image($"Exec(\"/bin/bash\", \"-c\", \"{probe}\");")));
        CommandResult with = await workshop.TryBuildAsync(workshop.Project("network", Image($"Exec(\"/bin/bash\", \"-c\", \"{probe}\", network: true);")));

        without.ShouldExit(Failure);
        with.ShouldExit(0);
    }

    [Fact]
    public async Task A_context_with_odd_files_builds_while_they_are_not_selected()
    {
        string folder = workshop.Project("odd", Image("Copy(\"good.txt\", to: \"/\");"));
        (await new Command("/bin/sh", "-ec", """
            echo good > good.txt
            mkfifo fifo
            ln -s nowhere broken
            ln -s loop loop
            printf x > "$(printf 'not-\377-utf8')"
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
            """).In(folder).RunAsync()).ShouldExit(0);

        (await workshop.TryBuildAsync(folder)).ShouldExit(0);

        File.WriteAllText(Path.Combine(folder, "Buildfile"), Image("Copy(\"fifo\", to: \"/\");"));
        CommandResult result = await workshop.TryBuildAsync(folder);
        result.ShouldExit(Failure);
        Assert.Contains("fifo", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_the_next_build_works()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can mount the small disk.");
        string folder = workshop.Project("full", Image("Run(\"head -c 20000000 /dev/urandom > /big\");"));
        string disk = Directory.CreateDirectory(Path.Combine(workshop.Folder, "small-disk")).FullName;
        (await new Command("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk).RunAsync()).ShouldExit(0);
        try
        {
            CommandResult full = await Workshop.BuildKit(Path.Combine(disk, "store"), "build").In(folder).RunAsync();
            full.ShouldExit(Failure);
            Assert.Contains("space", full.Error, StringComparison.OrdinalIgnoreCase);

            (await new Command("mount", "-o", "remount,size=2g", disk).RunAsync()).ShouldExit(0);
            (await Workshop.BuildKit(Path.Combine(disk, "store"), "build").In(folder).RunAsync()).ShouldExit(0);
        }
        finally
        {
            await new Command("umount", disk).RunAsync();
        }
    }

    [Fact]
    public async Task Two_builds_at_once_on_one_store_both_succeed_with_one_digest()
    {
        string folder = workshop.Project("twice", Image("Run(\"head -c 1000000 /dev/zero > /zeros; sleep 1\");"));
        string store = Path.Combine(workshop.Folder, "store-twice");

        CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Workshop.BuildKit(store, "build", "--progress", "json").In(folder).RunAsync()));

        Assert.Single(results.Select(result => BuildRun.Read(result.ShouldExit(0)).DigestOf("Api")).Distinct());
    }

    [Fact]
    public async Task A_killed_build_leaves_no_process_mount_or_cgroup_and_the_next_one_works()
    {
        string folder = workshop.Project("killed", Image("Run(\"sleep 87654\");"));
        using System.Diagnostics.Process build = Workshop.BuildKit(workshop.Store, "build").In(folder).Start();
        await Leftovers.UntilAsync(() => Leftovers.Processes("87654").Count > 0);

        build.Kill();
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);

        await Leftovers.UntilAsync(() => Leftovers.Processes("87654").Count == 0);
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), line => line.Contains(workshop.Store, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Buildfile"), Image("Run(\"true\");"));
        (await workshop.TryBuildAsync(folder)).ShouldExit(0);
        await Leftovers.UntilAsync(() => Leftovers.OrphanedCgroups().Count == 0);
    }

    private string Image(string step) => $$"""
        param string base = "{{workshop.Runtime}}";
        image Api from base
        {
            {{step}}
        }
        """;
}
