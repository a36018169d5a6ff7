using System.Diagnostics;
using BuildKit.Engine.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>The launcher runs from memory that nobody can write to, whoever made the copy.</summary>
public sealed class SealedProgramTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_copy_is_the_program_and_can_be_written_cut_or_grown_by_nobody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is Linux's");
        string launcher = SandboxLauncher.Find().Path;
        using SealedProgram copy = Assert.IsType<SealedProgram>(SealedProgram.TryCreate(launcher));
        byte[] bytes = File.ReadAllBytes(launcher);
        Assert.Equal(bytes, File.ReadAllBytes(copy.Path));
        using SafeFileHandle file = File.OpenHandle(copy.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.ThrowsAny<Exception>(() => RandomAccess.Write(file, [0], 0));
        Assert.ThrowsAny<Exception>(() => RandomAccess.Write(file, [0], bytes.Length));
        Assert.ThrowsAny<Exception>(() => RandomAccess.SetLength(file, 0));
        Assert.Equal(bytes, File.ReadAllBytes(copy.Path));
    }

    [Fact]
    public void Each_start_has_a_copy_of_its_own_and_what_cannot_be_copied_has_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is Linux's");
        string launcher = SandboxLauncher.Find().Path;
        using SealedProgram? one = SealedProgram.TryCreate(launcher);
        using SealedProgram? two = SealedProgram.TryCreate(launcher);
        Assert.NotEqual(one?.Path, two?.Path);
        Assert.Null(SealedProgram.TryCreate("/no/such/launcher"));
        Assert.Null(SealedProgram.TryCreate("/"));
    }

    [Fact]
    public async Task A_launcher_that_is_started_from_its_file_or_from_memory_without_seals_seals_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is Linux's");
        string launcher = SandboxLauncher.Find().Path;
        using SafeFileHandle open = LinuxProcess.TryCreateMemoryFile("open", LinuxProcess.CloseOnExec, out string path);
        RandomAccess.Write(open, await File.ReadAllBytesAsync(launcher, Ct), 0);
        foreach (string program in (string[])[launcher, path])
        {
            // It reads its request when it is sealed.
            using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardError = true })!;
            while (new FileInfo($"/proc/{process.Id}/exe").LinkTarget is not "/memfd:buildkit-sandbox (deleted)")
            {
                Assert.False(process.HasExited);
                await Task.Delay(5, Ct);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(Ct);
            Assert.Equal(125, process.ExitCode);
        }
    }
}
