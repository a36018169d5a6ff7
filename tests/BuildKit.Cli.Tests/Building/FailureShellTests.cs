using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

/// <summary><c>build --on-error shell</c> on a real terminal.</summary>
public sealed class FailureShellTests
{
    private const string Prompt = "Leave it with exit; nothing that is changed here is kept.";

    private static readonly string[] AsOrdinaryUser = ["unshare", "--user", "--map-root-user", "setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin"];

    [Theory]
    [InlineData("embedded")]
    [InlineData("runc")]
    [InlineData("crun")]
    public async Task A_shell_opens_in_what_the_failed_run_left_and_the_build_fails_when_it_ends(string runtime)
    {
        Assert.SkipUnless(runtime == "embedded" || File.Exists($"/usr/bin/{runtime}") || File.Exists($"/usr/sbin/{runtime}"), $"{runtime} is not installed.");
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.Environment["TOKEN"] = "a-token-of-a-test";
        folder.Write("Buildfile", """
            secret token = Secret.Env("TOKEN");
            image Api from scratch
            {
                Copy("busybox", to: "/bin/sh", mode: "0755");
                Copy("busybox", to: "/bin/busybox", mode: "0755");
                Run("echo below > /below; busybox mkdir /src; busybox chown 7:8 /src");
                Run("echo half > half; echo cached > /cache/c; exit 5", dir: "/src", user: "7:8", env: new { COLOR = "green" },
                    mounts: [Cache("/cache"), token.At("/run/token")]);
            }

            """);
        using TerminalSession session = TerminalSession.Start(folder, [], "build", "--on-error", "shell", "--progress", "plain", "--runtime", runtime);
        await session.WaitForAsync(Prompt);
        string before = session.Shown;

        await session.TypeAsync("busybox cat half /below /cache/c /run/token; echo \"is $COLOR $TERM $PWD $(busybox id -u):$(busybox id -g)\"; busybox tty");
        await session.WaitForAsync("half\nbelow\ncached\na-token-of-a-testis green xterm /src 7:8\n/dev/pts/0\n");
        await session.TypeAsync("echo new > /src/new; busybox rm half; exit 0");
        int exitCode = await session.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("error BK4204: The command exited with code 5.", before, StringComparison.Ordinal);
        Assert.Contains("  exit code: 5\n", before, StringComparison.Ordinal);
        Assert.EndsWith("error BK4204: the build failed, as was shown before the shell.\n", session.Shown, StringComparison.Ordinal);
        folder.Write("Buildfile", File.ReadAllText(Path.Combine(folder.Folder, "Buildfile")).Replace("exit 5", "test ! -e new", StringComparison.Ordinal));
        ToolResult fixedBuild = await folder.RunAsync("build");
        Assert.True(fixedBuild.ExitCode == 0, fixedBuild.ToString());
    }

    [Fact]
    public async Task The_live_tree_is_off_the_screen_before_the_failure_is_shown()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("exit 9");""");
        folder.Environment["TERM"] = "xterm";
        using TerminalSession session = TerminalSession.Start(folder, [], "build", "--on-error", "shell");
        await session.WaitForAsync(Prompt);
        string before = session.Shown;
        await session.TypeAsync("exit 3");

        Assert.Equal(1, await session.EndAsync());

        int cursor = before.LastIndexOf("\e[?25h", StringComparison.Ordinal);
        Assert.True(cursor > 0 && cursor < before.IndexOf("BK4204", StringComparison.Ordinal), before);
        Assert.DoesNotContain("\e[?25l", before[cursor..], StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?25l", session.Shown[before.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ordinary_user_has_the_shell_as_well()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "This test starts as root.");
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("echo half > /half; exit 5");""");
        using TerminalSession session = TerminalSession.Start(folder, AsOrdinaryUser, "build", "--on-error", "shell", "--progress", "plain");
        await session.WaitForAsync(Prompt);
        await session.TypeAsync("echo \"has $(busybox cat /half)\"");
        await session.WaitForAsync("has half\n");
        await session.TypeAsync("exit");

        Assert.Equal(1, await session.EndAsync());
    }

    [Fact]
    public async Task An_image_without_a_shell_fails_as_ever_and_says_that_there_is_none()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("Buildfile", """
            image Api from scratch
            {
                Copy("busybox", to: "/bin/busybox", mode: "0755");
                Exec("/bin/busybox", "false");
            }

            """);
        using TerminalSession session = TerminalSession.Start(folder, [], "build", "--on-error", "shell", "--progress", "plain");

        Assert.Equal(1, await session.EndAsync());

        Assert.Contains("no shell could be opened: ", session.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_is_no_commands_opens_no_shell()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Copy("missing", to: "/");""");
        using TerminalSession session = TerminalSession.Start(folder, [], "build", "--on-error", "shell", "--progress", "plain");

        Assert.Equal(1, await session.EndAsync());

        Assert.DoesNotContain(Prompt, session.Shown, StringComparison.Ordinal);
        Assert.Contains("error BK4130", session.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_or_for_programs_it_is_refused_before_anything_runs()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("exit 1");""");

        ToolResult piped = await folder.RunAsync("build", "--on-error", "shell");
        using TerminalSession session = TerminalSession.Start(folder, [], "build", "--on-error", "shell", "--progress", "json");

        Assert.Equal(2, piped.ExitCode);
        Assert.StartsWith("error BK4301: --on-error shell needs a terminal, and standard input is none.", piped.Error, StringComparison.Ordinal);
        Assert.Equal(2, await session.EndAsync());
        Assert.DoesNotContain("build.started", session.Shown, StringComparison.Ordinal);
    }
}
