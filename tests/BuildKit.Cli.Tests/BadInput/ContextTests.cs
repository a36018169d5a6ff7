using System.Net.Sockets;
using System.Runtime.Versioning;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Files;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>A context with what no image can hold: an error where a step selects it, and no matter where none does.</summary>
[SupportedOSPlatform("linux")]
public sealed class ContextTests
{
    [Fact]
    public async Task A_socket_is_named_and_can_be_left_out()
    {
        using ToolFolder folder = Create();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.Folder, "in", "odd")));
        await OnlyWhereSelectedAsync(folder, "BK4122", "'/in/odd' of the build context is a socket");
    }

    [Fact]
    public async Task A_pipe_is_named_and_does_not_block_the_build()
    {
        using ToolFolder folder = Create();
        await Tool.RunAsync("mkfifo", Path.Combine(folder.Folder, "in", "odd"));
        await OnlyWhereSelectedAsync(folder, "BK4122", "'/in/odd' of the build context is a named pipe");
    }

    [Fact]
    public async Task A_file_without_the_right_to_read_it_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give up root's right to read everything.");
        using ToolFolder folder = Create();
        File.SetUnixFileMode(folder.Write("in/odd", "secret"), UnixFileMode.None);
        await OnlyWhereSelectedAsync(folder, "BK4121", "'/in/odd' of the build context cannot be read: Permission denied");
    }

    [Fact]
    public async Task A_folder_without_the_right_to_list_it_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give up root's right to read everything.");
        using ToolFolder folder = Create();
        folder.Write("in/odd/file", "secret");
        File.SetUnixFileMode(Path.Combine(folder.Folder, "in", "odd"), UnixFileMode.None);
        await OnlyWhereSelectedAsync(folder, "BK4121", "'/in/odd' of the build context cannot be read: Permission denied");
    }

    [Fact]
    public async Task A_loop_of_links_on_the_way_to_a_file_is_named()
    {
        using ToolFolder folder = Create();
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "in", "one"), "two");
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "in", "two"), "one");
        folder.WriteImage("""Copy("in/one/file", to: "/data/");""");
        ToolResult result = await folder.RunAsync("build");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("Buildfile(5,5): error BK4133: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Look at the link '/in/one'.", result.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task Broken_links_loops_and_names_that_are_not_UTF_8_are_copied_as_they_are()
    {
        using ToolFolder folder = Create();
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "in", "broken"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "in", "loop"), "loop");
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "in", "up"), "..");
        await Tool.RunAsync("sh", "-ec", "cd \"$1\"; printf x > \"$(printf 'n\\377me')\"", "sh", Path.Combine(folder.Folder, "in"));
        folder.WriteImage("""
            Copy("in", to: "/data");
                Run("cd /data; for link in broken loop up; do busybox readlink $link; done; echo * | busybox od -An -c | busybox tr -d ' \\n'");
            """);
        ToolResult result = await folder.RunAsync("build");
        Assert.True(result.ExitCode == 0, result.ToString());
        foreach (string line in (string[])["nowhere", "loop", "..", "brokengoodloopn377meup\\n"])
        {
            Assert.Contains($" {line}\n", result.Output, StringComparison.Ordinal);
        }

        await Leftovers.AssertNoneAsync(folder);
    }

    [Theory]
    [InlineData("cwd", "BK4121: '/cwd' of the build context cannot be read: Permission denied.")]
    [InlineData("nothing", "BK4130: 'nothing' matches nothing in the build context.")]
    public async Task A_link_that_cannot_be_read_is_an_error_only_where_it_is_selected(string selected, string error)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give up root's right to look into process 1.");
        using ToolFolder folder = Create();
        folder.Write("Buildfile", $$"""image Api from scratch { Copy("{{selected}}", to: "/"); }""");
        ToolResult result = await folder.RunBelowAsync(["setpriv", "--inh-caps=-all", "--bounding-set=-sys_ptrace"], "build", "--context", "/proc/1/task/1");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains($"Buildfile(1,26): error {error}", result.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_store_in_the_context_is_no_part_of_it()
    {
        using ToolFolder folder = Create();
        string store = Path.Combine(folder.Folder, "in", "store");
        folder.Environment["BUILDKIT_HOME"] = store;
        folder.WriteImage("""
            Copy(".", to: "/data");
                Run("cd /data/in; echo found *");
            """);
        foreach (string outcome in (string[])["4 ran", "0 ran"])
        {
            ToolResult result = await folder.RunAsync("build");
            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.Contains(outcome, result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("store", result.Output, StringComparison.Ordinal);
        }

        Leftovers.AssertWhole(store);
    }

    private static ToolFolder Create()
    {
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("in/good", "good");
        return folder;
    }

    // Root reads everything unless it gives that right up.
    private static Task<ToolResult> BuildAsync(ToolFolder folder) => Environment.IsPrivilegedProcess
        ? folder.RunBelowAsync(["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"], "build")
        : folder.RunAsync("build");

    private static async Task OnlyWhereSelectedAsync(ToolFolder folder, string code, string words)
    {
        folder.WriteImage("""Copy("in", to: "/data");""");
        ToolResult selected = await BuildAsync(folder);
        Assert.True(selected.ExitCode == 1, selected.ToString());
        Assert.Contains($"Buildfile(5,5): error {code}: {words}", selected.Error, StringComparison.Ordinal);
        Assert.Contains(".buildignore", selected.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);

        folder.WriteImage("""Copy("in/good", to: "/data/");""");
        ToolResult unselected = await BuildAsync(folder);
        Assert.True(unselected.ExitCode == 0, unselected.ToString());

        folder.WriteImage("""Copy("in", to: "/data");""");
        folder.Write(".buildignore", "in/odd\n");
        ToolResult ignored = await BuildAsync(folder);
        Assert.True(ignored.ExitCode == 0, ignored.ToString());
        await Leftovers.AssertNoneAsync(folder);
    }
}
