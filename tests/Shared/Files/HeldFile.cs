using System.Diagnostics;

namespace BuildKit.Tests.Files;

/// <summary>A file that another process holds locked until this is disposed of.</summary>
internal sealed class HeldFile : IAsyncDisposable
{
    private readonly Process holder;

    private HeldFile(Process holder) => this.holder = holder;

    /// <summary>Starts a process that makes the file where it is missing and locks it.</summary>
    public static async Task<HeldFile> HoldAsync(string path)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock is not installed.");
        Process holder = Process.Start(new ProcessStartInfo("/usr/bin/flock", [path, "sh", "-c", "echo locked; cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("locked", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return new HeldFile(holder);
    }

    public async ValueTask DisposeAsync()
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync(CancellationToken.None);
        holder.Dispose();
    }
}
