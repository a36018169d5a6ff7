using System.Security.Cryptography;

namespace BuildKit.Cli.Tests.Processes;

/// <summary>What no build may leave behind, however it ended: processes, mounts, cgroups, half-written files.</summary>
internal static class Leftovers
{
    private const int Patience = 1500;

    /// <summary>An argument that no other process has.</summary>
    public static string Mark() => $"{Random.Shared.Next(1_000_000, int.MaxValue)}";

    /// <summary>Asserts that no process has the mark among its arguments, no mount and no cgroup of the tool's is left, and that the store is whole.</summary>
    /// <param name="folder">Where the tool ran; nothing runs there any more.</param>
    /// <param name="mark">An argument of the step's processes.</param>
    public static async Task AssertNoneAsync(ToolFolder folder, string? mark = null)
    {
        AssertNoneButCgroups(folder, mark);
        await UntilNoCgroupIsOrphanedAsync();
    }

    /// <summary>The same without the cgroups, where the test sees to these itself.</summary>
    public static void AssertNoneButCgroups(ToolFolder folder, string? mark)
    {
        Assert.DoesNotContain(folder.Store, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Empty(mark is null ? [] : Processes(mark));
        AssertWhole(folder.Store);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Store, "tmp")));
    }

    /// <summary>Asserts that every blob has the bytes of its name, and every layer its files and its index.</summary>
    public static void AssertWhole(string store)
    {
        string blobs = Path.Combine(store, "blobs", "sha256");
        Assert.All(Directory.Exists(blobs) ? Directory.GetFileSystemEntries(blobs) : [], blob =>
            Assert.Equal(Path.GetFileName(blob), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(blob)))));
        string layers = Path.Combine(store, "layers");
        Assert.All(Directory.Exists(layers) ? Directory.GetDirectories(layers) : [], layer =>
            Assert.Equal(["fs", "index"], Directory.GetFileSystemEntries(layer).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    /// <summary>Waits until the kernel has ended the processes of a tool that was killed; the test fails if it never does.</summary>
    public static async Task UntilEndedAsync(string mark)
    {
        for (int i = 0; Processes(mark).Count > 0; i++)
        {
            Assert.True(i < Patience, "a step's process outlived the build");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The command lines that have a text as one of their arguments.</summary>
    public static IReadOnlyList<string> Processes(string argument) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(folder => ReadOrNothing(Path.Combine(folder, "cmdline")))
            .Where(command => command.Split('\0').Contains(argument)),
    ];

    /// <summary>The cgroups of tools that have ended. Named buildkit-NAMESPACE-PID-START; those of other tests' tools, which run now, are none, nor are those of other containers.</summary>
    public static IEnumerable<string> OrphanedCgroups() => !Directory.Exists("/sys/fs/cgroup") ? [] :
        Directory.EnumerateDirectories("/sys/fs/cgroup", $"buildkit-{PidNamespace()}-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true })
            .Where(folder => !Directory.Exists("/proc/" + Path.GetFileName(folder).Split('-')[2]) && Directory.Exists(folder));

    // One of a tool that another test has just killed is gone with that test's next build.
    private static async Task UntilNoCgroupIsOrphanedAsync()
    {
        for (int i = 0; OrphanedCgroups().ToList() is [var orphan, ..]; i++)
        {
            Assert.True(i < Patience, $"{orphan} was left");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    // The link reads pid:[NUMBER].
    private static string PidNamespace() => new FileInfo("/proc/self/ns/pid").LinkTarget!.Split('[', ']')[1];

    private static string ReadOrNothing(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended between listing and reading.
            return "";
        }
    }
}
