using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Files;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>A store on a disk that is full or that became read-only.</summary>
public sealed class DiskTests : IAsyncLifetime
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();
    private bool isMounted;

    private string Disk => Path.Combine(folder.Home, "disk");

    private string Store => Path.Combine(Disk, "store");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        Directory.CreateDirectory(Disk);
        await Tool.RunAsync("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", Disk);
        isMounted = true;
        folder.Environment["BUILDKIT_HOME"] = Store;
    }

    public async ValueTask DisposeAsync()
    {
        if (isMounted)
        {
            await Tool.RunAsync("umount", Disk);
        }

        folder.Dispose();
    }

    // dd says which error it met, and at the first write that meets one. head goes on, and what it says at its end depends on whether its last write found
    // room, which the compression of the layer before gives back when it fails.
    [Theory]
    [InlineData("""Run("busybox dd if=/dev/urandom of=/big bs=10000 count=3000");""")]
    [InlineData("""Copy("large", to: "/large");""")]
    [InlineData("""Run("busybox dd if=/dev/urandom of=/a bs=10000 count=700"); Run("busybox dd if=/dev/urandom of=/b bs=10000 count=300");""")]
    public async Task A_disk_that_fills_up_during_a_build_is_told_what_was_finished_is_kept_and_the_next_build_works(string statements)
    {
        await using (FileStream large = File.Create(Path.Combine(folder.Folder, "large")))
        {
            large.SetLength(30_000_000);
        }

        folder.WriteImage(statements);
        ToolResult full = await folder.RunAsync("build");
        Assert.True(full.ExitCode == 1, full.ToString());
        Assert.Matches(@"error BK(4101|4203|4204|5012): ", full.Error);
        Assert.Matches("no space|disk is full|No space", full.Error);
        Leftovers.AssertWhole(Store);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Store, "tmp")));

        folder.WriteImage("""Run("echo small > /small");""");
        ToolResult small = await folder.RunAsync("build");
        Assert.True(small.ExitCode == 0, small.ToString());
        Assert.Contains("CACHED Copy busybox to /bin/sh", small.Output, StringComparison.Ordinal);

        await Tool.RunAsync("mount", "-o", "remount,size=200m", Disk);
        folder.WriteImage(statements);
        ToolResult again = await folder.RunAsync("build");
        Assert.True(again.ExitCode == 0, again.ToString());
        Leftovers.AssertWhole(Store);
    }

    [Fact]
    public async Task A_disk_without_any_room_is_told_by_every_command_that_writes()
    {
        folder.WriteImage("""Run("echo small > /small");""");
        ToolResult built = await folder.RunAsync("build");
        Assert.True(built.ExitCode == 0, built.ToString());
        string filler = Path.Combine(Disk, "filler");
        Assert.Throws<IOException>(() => File.WriteAllBytes(filler, new byte[20_000_000]));

        foreach (string[] arguments in (string[][])[["tag", "api", "other"], ["build", "--no-cache"], ["run", "api", "/bin/sh", "-c", "true"]])
        {
            ToolResult result = await folder.RunAsync(arguments);
            Assert.True(result.ExitCode == 1, $"{string.Join(' ', arguments)}: {result}");
            Assert.Matches(@"error BK(4101|4203|5012): ", result.Error);
            Leftovers.AssertWhole(Store);
        }

        Assert.Contains("api:latest", (await folder.RunAsync("images")).Output, StringComparison.Ordinal);
        File.Delete(filler);
        ToolResult again = await folder.RunAsync("build");
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Contains("3 steps: 3 cached", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_became_read_only_is_told_and_left_alone()
    {
        folder.WriteImage("""Run("echo small > /small");""");
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
        await Tool.RunAsync("mount", "-o", "remount,ro", Disk);

        ToolResult result = await folder.RunAsync("build", "--no-cache");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.StartsWith($"error BK4202: The store {Store} cannot be used: Read-only file system", result.Error, StringComparison.Ordinal);

        await Tool.RunAsync("mount", "-o", "remount,rw", Disk);
        Assert.Equal(0, (await folder.RunAsync("build")).ExitCode);
    }
}
