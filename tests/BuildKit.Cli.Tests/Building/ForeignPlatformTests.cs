using System.Runtime.InteropServices;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

/// <summary>An image for a processor that this machine does not have.</summary>
public sealed class ForeignPlatformTests : IDisposable
{
    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public void Dispose() => folder.Dispose();

    /// <summary>A whole program for arm64: it makes <c>/made</c>, writes <c>arm64</c> into it and exits.</summary>
    private static byte[] ArmProgram()
    {
        const int Start = 120;
        uint[] code =
        [
            0x92800C60, // mov x0, #-100: the current folder
            0x100001A1, // adr x1, path
            0xD2800822, // mov x2, #0x41: for writing, made
            0xD2803483, // mov x3, #0644
            0xD2800708, // mov x8, #56: openat
            0xD4000001, // svc
            0x50000121, // adr x1, text
            0xD28000C2, // mov x2, #6
            0xD2800808, // mov x8, #64: write
            0xD4000001, // svc
            0xD2800000, // mov x0, #0
            0xD2800BA8, // mov x8, #93: exit
            0xD4000001, // svc
            0xD4200000, // brk, never reached
        ];
        using var program = new MemoryStream();
        using var writer = new BinaryWriter(program);

        // The head (64 bytes) and one segment (56 bytes) that holds the file from its first byte on.
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)2);
        writer.Write((ushort)183);
        writer.Write(1);
        writer.Write(0x400000L + Start);
        writer.Write(64L);
        writer.Write(0L);
        writer.Write(0);
        writer.Write([64, 0, 56, 0, 1, 0, 64, 0, 0, 0, 0, 0]);
        const long Size = Start + (14 * 4) + 12;
        writer.Write(1);
        writer.Write(5);
        foreach (long word in new[] { 0, 0x400000, 0x400000, Size, Size, 0x1000 })
        {
            writer.Write(word);
        }

        Array.ForEach(code, writer.Write);
        writer.Write("/made\0arm64\n"u8);
        return program.ToArray();
    }

    [Fact]
    public async Task A_run_that_nothing_can_start_names_both_platforms_and_the_two_ways_out()
    {
        // The head of a program for LoongArch, for which no emulator is registered where these tests run.
        byte[] program = new byte[64];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(program);
        ((ReadOnlySpan<byte>)[2, 0, 2, 1, 1]).CopyTo(program.AsSpan(16));
        await File.WriteAllBytesAsync(Path.Combine(folder.Folder, "program"), program, TestContext.Current.CancellationToken);
        folder.Write("Buildfile", """
            image Api from scratch for ["linux/loong64"]
            {
                Copy("program", to: "/bin/sh", mode: "0755");
                Run("true");
            }
            """);

        ToolResult build = await folder.RunAsync("build");

        Assert.Equal(1, build.ExitCode);
        Assert.Contains($"BK4016: The run is for linux/loong64, and this machine is linux/{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}: ", build.Error, StringComparison.Ordinal);
        Assert.Contains("qemu-user-static", build.Error, StringComparison.Ordinal);
        Assert.Contains("buildkit index create", build.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_for_another_processor_runs_where_an_emulator_is_registered()
    {
        Assert.SkipUnless(
            RuntimeInformation.OSArchitecture == Architecture.Arm64 || File.Exists("/proc/sys/fs/binfmt_misc/qemu-aarch64"),
            "no emulator of arm64 is registered with this kernel");
        await File.WriteAllBytesAsync(Path.Combine(folder.Folder, "program"), ArmProgram(), TestContext.Current.CancellationToken);
        folder.Write("Buildfile", """
            image Arm from scratch for ["linux/arm64"]
            {
                Copy("program", to: "/bin/sh", mode: "0755");
                Run("whatever it says, this shell writes one file");
            }
            image Api from scratch
            {
                Copy("busybox", to: "/bin/busybox", mode: "0755");
                Copy("/made", from: Arm, to: "/made");
                Entrypoint("/bin/busybox", "cat", "/made");
            }
            """);

        ToolResult build = await folder.RunAsync("build");
        ToolResult run = await folder.RunAsync("run", "api");

        Assert.True(build.ExitCode == 0, build.ToString());
        Assert.Contains("arm:latest", build.Output, StringComparison.Ordinal);
        Assert.Contains("linux/arm64", build.Output, StringComparison.Ordinal);
        Assert.Equal("arm64\n", run.Output);
    }

    [Fact]
    public async Task Steps_that_run_nothing_build_for_any_processor()
    {
        folder.Write("Buildfile", """
            image Api from scratch for ["linux/loong64", "linux/arm64"]
            {
                Write("/etc/platform", target.Platform);
            }
            """);

        ToolResult build = await folder.RunAsync("build");

        Assert.True(build.ExitCode == 0, build.ToString());
    }
}
