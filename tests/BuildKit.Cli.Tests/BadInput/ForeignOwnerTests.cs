using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>
/// Steps that give files to owners without an id in the user namespace: the kernel refuses, and a program that goes on after that would give
/// another layer than root's.
/// </summary>
public sealed class ForeignOwnerTests
{
    private static readonly string[] WithOneId = ["unshare", "--user", "--map-root-user"];

    [Theory]
    [InlineData("busybox chown 1654:1655 /bin/sh || true", "/bin/sh' to 1654:1655")]
    [InlineData("cd /bin; busybox chown -h 1654:1655 busybox || true", "/bin/busybox' to 1654:1655")]
    [InlineData("busybox chgrp 6 /bin/sh || true", "/bin/sh' to 0:6")]
    [InlineData("busybox tar xf /owned.tar || true", "/owned' to 1654:1654")]
    public async Task The_step_fails_by_the_files_name_even_where_the_command_does_not(string script, string words)
    {
        using ToolFolder folder = Create();
        folder.WriteImage($$"""Copy("owned.tar", to: "/owned.tar"); Run("{{script}}");""");
        ToolResult refused = await folder.RunBelowAsync(WithOneId, "build");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("error BK4106: The command gives '" + words, refused.Error, StringComparison.Ordinal);
        Assert.Contains("/etc/subuid", refused.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);

        ToolResult built = await folder.RunAsync("build");
        Assert.True(built.ExitCode == 0, built.ToString());
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_runtimes_step_fails_in_the_same_way(string runtime)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/" + runtime) || File.Exists("/usr/bin/" + runtime), runtime + " is not installed.");
        using ToolFolder folder = Create();
        folder.WriteImage("""Run("busybox chown 1654 /bin/sh || true");""");
        ToolResult refused = await folder.RunBelowAsync(WithOneId, "build", "--runtime", runtime);
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("error BK4106: The command gives '/bin/sh' to 1654:0", refused.Error, StringComparison.Ordinal);

        folder.WriteImage("""User("1654"); Run("true");""");
        ToolResult unknown = await folder.RunBelowAsync(WithOneId, "build", "--runtime", runtime);
        Assert.Contains("error BK4009: ", unknown.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task What_root_is_refused_as_well_is_the_commands_own_matter()
    {
        using ToolFolder folder = Create();
        folder.WriteImage("""Run("busybox chown 1654 /nothing || busybox chown 0:0 /bin/sh; echo made > /made");""");
        ToolResult root = await folder.RunAsync("build", "--quiet");
        ToolResult inside = await folder.RunBelowAsync(WithOneId, "build", "--quiet", "--no-cache");
        Assert.True(inside.ExitCode == 0, inside.ToString());
        Assert.Equal(root.Output, inside.Output);
    }

    private static ToolFolder Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "These tests start as root.");
        ToolFolder folder = ToolFolder.WithBusybox();
        using FileStream tar = File.Create(Path.Combine(folder.Folder, "owned.tar"));
        using var writer = new System.Formats.Tar.TarWriter(tar);
        writer.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "owned") { Uid = 1654, Gid = 1654 });
        return folder;
    }
}
