using System.Diagnostics;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What a build does at the same time, and what a change does not reach.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class SchedulingTests(Workshop workshop)
{
    [Fact]
    public async Task A_layer_is_compressed_while_the_next_step_runs()
    {
        string folder = await workshop.BusyboxProjectAsync("compressed-early", """
            image Api from Tools
            {
                Run("head -c 3000000 /dev/urandom > /big");
                Run("touch /gate/up; until test -e /gate/open; do sleep 0.05; done", mounts: [Cache("/gate")], timeout: "2m");
            }
            """, "head", "sleep", "touch");
        string store = Path.Combine(workshop.Folder, "store-early");
        using Process build = Workshop.BuildKit(store, "build", "--quiet").In(folder).Start();
        string gate = "";
        await Leftovers.UntilAsync(() => build.HasExited || (gate = Find(Path.Combine(store, "caches"), file => file.Name == "up")) != "");

        await Leftovers.UntilAsync(() => build.HasExited || Find(Path.Combine(store, "blobs"), file => file.Length >= 3_000_000) != "");

        Assert.False(build.HasExited, "The build ended before its second run was let go on.");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(gate)!, "open"), "", TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, build.ExitCode);
    }

    [Fact]
    public async Task Another_base_runs_its_runs_again_and_nothing_else()
    {
        string folder = await workshop.BusyboxProjectAsync("another-base", """
            param string text;
            stage Base from Tools { Write("/etc/base", text); }

            image Api from Base
            {
                Copy("busybox", to: "/opt/");
                Write("/opt/written", "by a step");
                Run("echo ran > /opt/ran");
                Delete("/opt/busybox");
            }
            """);

        await workshop.BuildAsync(folder, workshop.Store, "--set", "text=one");
        BuildRun second = await workshop.BuildAsync(folder, workshop.Store, "--set", "text=two");

        Assert.Equal(["Run echo ran > /opt/ran", "Write /etc/base"], second.Ran.Order(StringComparer.Ordinal));
    }

    /// <summary>The path of a file that holds still long enough to be looked at; empty where there is none.</summary>
    private static string Find(string folder, Func<FileInfo, bool> isWanted)
    {
        try
        {
            return !Directory.Exists(folder) ? "" : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).FirstOrDefault(isWanted)?.FullName ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
