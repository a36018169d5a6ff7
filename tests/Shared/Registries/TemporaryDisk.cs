using System.Diagnostics;

namespace BuildKit.Tests.Registries;

/// <summary>A small file system in memory; the test is skipped where it cannot be mounted.</summary>
public sealed class TemporaryDisk(string folder) : IAsyncDisposable
{
    public string Folder => folder;

    public static async Task<TemporaryDisk> MountAsync(string size)
    {
        string folder = Directory.CreateTempSubdirectory("buildkit-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("A tmpfs cannot be mounted here.");
        }

        return new TemporaryDisk(folder);
    }

    public Task GrowAsync(string size) => RunAsync("mount", "-o", $"remount,size={size}", folder);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", folder);
        Directory.Delete(folder);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException(program);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
