using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>Standard output that is closed, full or no longer read: the command does its work and says that its output was lost.</summary>
public sealed class OutputTests
{
    private static readonly string[] Full = ["sh", "-c", "exec \"$@\" > /dev/full", "sh"];

    private static readonly string[] Closed = ["sh", "-c", "exec \"$@\" >&-", "sh"];

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("images")]
    [InlineData("build")]
    [InlineData("build --progress json")]
    public async Task Output_onto_a_full_disk_is_told_once_and_the_command_fails(string line)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunBelowAsync(Full, line.Split(' '));
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.StartsWith("error BK4311: Standard output could not be written: No space left on device.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_output_is_told_and_the_image_is_built_all_the_same()
    {
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunBelowAsync(Closed, "build");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.StartsWith("error BK4311: Standard output could not be written: it is closed.\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("api:latest", (await folder.RunAsync("images", "--quiet")).Output, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task A_failure_keeps_its_exit_code_where_not_even_the_error_can_be_written()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunBelowAsync(["sh", "-c", "exec \"$@\" > /dev/full 2> /dev/full", "sh"], "build", "Nothing");
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_stops_nothing()
    {
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunBelowAsync(["sh", "-c", "(\"$@\"; echo $? > code) | head -n 1", "sh"], "build");
        Assert.Equal("#1 [Api 1/1] Write /a\n", result.Output);
        Assert.Equal("0\n", File.ReadAllText(Path.Combine(folder.Folder, "code")));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_path_with_control_characters_does_not_reach_the_terminal_as_such()
    {
        using ToolFolder folder = Create();
        await folder.RunAsync("build");
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\\u001b[31m\\nb\", \"b\"); }\n");
        ToolResult result = await folder.RunAsync("build");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain('\e', result.Output);
        Assert.Contains("(the destination changed from /a to /ab)\n", result.Output, StringComparison.Ordinal);
    }

    private static ToolFolder Create()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\", \"b\"); }\n");
        return folder;
    }
}
