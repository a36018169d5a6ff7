using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

public sealed class UmaskTests
{
    [Fact]
    public async Task The_umask_reaches_neither_what_a_step_sees_nor_a_digest()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Changing users in a step needs root.");
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox mkdir -m 777 /own"); User("1654"); Run("busybox grep -c localhost /etc/hosts > /own/made", mounts: [Cache("/c"), Tmpfs("/t")]);""");
        ToolResult strict = await folder.RunBelowAsync(["sh", "-c", "umask 077; exec \"$0\" \"$@\""], "build", "--quiet");
        ToolResult open = await folder.RunBelowAsync(["sh", "-c", "umask 000; exec \"$0\" \"$@\""], "build", "--quiet", "--no-cache");

        Assert.True(strict.ExitCode == 0, strict.ToString());
        Assert.Equal(strict.Output, open.Output);
    }
}
