using BuildKit.Engine.Sandbox;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>What a process gets, and what is told of its end.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly SandboxRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task An_exit_code_is_reported_as_it_is()
    {
        var run = await _root.RunAsync("exit 37");
        Assert.Equal(37, run.Exit.ExitCode);
        Assert.Null(run.Exit.Signal);
    }

    [Fact]
    public async Task A_signal_is_reported_as_a_signal()
    {
        var run = await _root.RunAsync("kill -SEGV $$");
        Assert.Equal(11, run.Exit.Signal);
        Assert.Equal(139, run.Exit.ExitCode);
    }

    [Fact]
    public async Task Exactly_the_given_environment_is_seen()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("") with { Arguments = ["env"] });
        Assert.Equal(["PATH=/bin", "NAME=value with spaces = and \"quotes\""], run.Stdout);
    }

    [Fact]
    public async Task Both_outputs_arrive_as_lines_and_a_last_line_needs_no_end()
    {
        var run = await _root.RunAsync("echo one; echo two >&2; printf 'three\\r\\nfour'");
        Assert.Equal(["one", "three", "four"], run.Stdout);
        Assert.Equal(["two"], run.Stderr);
    }

    [Fact]
    public async Task A_line_is_seen_before_the_process_ends()
    {
        // The shell goes on only when the line that it printed has come back as a file.
        var shared = _root.NewFolder("shared");
        var run = new SandboxRun { Seen = line => File.WriteAllText(Path.Combine(shared, line), "") };
        var spec = _root.Shell("echo ready; while ! [ -e /shared/ready ]; do sleep 0.01; done; echo done") with
        {
            Mounts = [new SandboxMount("/shared", shared, ReadOnly: true)],
        };
        await run.StartAsync(SandboxRoot.Sandbox, spec, TestContext.Current.CancellationToken);
        Assert.Equal(["ready", "done"], run.Stdout);
    }

    [Fact]
    public async Task A_line_of_a_megabyte_arrives_whole_in_parts()
    {
        var run = await _root.RunAsync("head -c 1048576 /dev/zero | tr '\\0' x; echo end");
        Assert.Equal(1048576 + 3, run.Stdout.Sum(part => part.Length));
        Assert.True(run.Stdout.Count > 1);
    }

    [Fact]
    public async Task Output_that_is_not_utf8_is_replaced_and_characters_are_not_cut_between_parts()
    {
        var run = await _root.RunAsync("printf 'a\\377b\\n'; i=0; while [ $i -lt 6000 ]; do printf '\\342\\202\\254'; i=$((i+1)); done");
        Assert.Equal("a\uFFFDb", run.Stdout[0]);
        Assert.Equal(new string('€', 6000), string.Concat(run.Stdout.Skip(1)));
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        var run = await _root.RunAsync("cat; readlink /proc/self/fd/0");
        Assert.Equal(["/dev/null"], run.Stdout);
    }

    [Fact]
    public async Task User_group_and_groups_are_what_is_asked_for()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("id; echo x >/dev/stdout") with { Uid = 1654, Gid = 1655, Groups = [7, 9] });
        Assert.Equal("uid=1654 gid=1655 groups=7,9", run.Stdout[0]);
        Assert.Equal("x", run.Stdout[1]);
    }

    [Fact]
    public async Task The_working_directory_is_made_and_is_no_stub()
    {
        var run = await SandboxRoot.RunAsync(_root.Shell("pwd") with { WorkingDirectory = "/a/b" });
        Assert.Equal(["/a/b"], run.Stdout);
        Assert.DoesNotContain("/a", run.Exit.Stubs);
    }

    [Fact]
    public async Task Signals_umask_and_limits_are_ordinary_whatever_the_invoking_process_has()
    {
        var shell = await _root.RunAsync("umask; ulimit -c");
        var run = await SandboxRoot.RunAsync(_root.Shell("") with { Arguments = ["grep", "-E", "Sig(Blk|Ign|Cgt)", "/proc/self/status"] });
        Assert.Equal(["0022", "0"], shell.Stdout);
        Assert.Equal(3, run.Stdout.Count);
        Assert.All(run.Stdout, line => Assert.EndsWith("0000000000000000", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_descriptor_of_the_launcher_is_inherited()
    {
        var run = await _root.RunAsync("ls /proc/self/fd | wc -l; ls /proc/$$/fd; true");
        Assert.Equal(["4", "0", "1", "2"], run.Stdout); // ls itself has one for the folder
    }

    [Theory]
    [InlineData("no-such-program", "No such file or directory")]
    [InlineData("/bin", "Permission denied")]
    [InlineData("/text", "Exec format error")]
    public async Task A_program_that_cannot_be_started_is_an_error_with_a_code(string program, string reason)
    {
        File.WriteAllText(Path.Combine(_root.Layer, "text"), "no program");
        File.SetUnixFileMode(Path.Combine(_root.Layer, "text"), (UnixFileMode)0b111_101_101);
        var e = await Assert.ThrowsAsync<BuildKitException>(() => SandboxRoot.RunAsync(_root.Shell("") with { Arguments = [program] }));
        Assert.Equal(ExecutionErrorCodes.ProgramNotStarted, e.Code);
        Assert.Contains(program, e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Advice);
    }

    [Fact]
    public async Task Orphans_are_ended_with_the_main_process()
    {
        var run = await _root.RunAsync("(sleep 1000 &) ; sleep 1000 & echo started");
        Assert.Equal(["started"], run.Stdout);
    }

    [Fact]
    public async Task A_null_byte_in_the_environment_is_refused_before_anything_starts() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SandboxRoot.RunAsync(_root.Shell("") with { Env = [new EnvironmentVariable("A", "b\0c")] }));
}
