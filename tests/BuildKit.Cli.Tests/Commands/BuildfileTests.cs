using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

public sealed class BuildfileTests
{
    [Fact]
    public async Task A_missing_Buildfile_says_where_it_is_looked_for()
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync("build");
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("error BK4302: There is no Buildfile in this folder.\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("only the current folder", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Buildfile_that_f_names_must_be_a_file()
    {
        using var folder = new ToolFolder();
        folder.Write("deploy/Buildfile", "");
        ToolResult missing = await folder.RunAsync("build", "-f", "nowhere");
        ToolResult directory = await folder.RunAsync("build", "-f", "deploy");
        Assert.Equal((3, 3), (missing.ExitCode, directory.ExitCode));
        Assert.Contains("There is no file 'nowhere'.", missing.Error, StringComparison.Ordinal);
        Assert.Contains("-f deploy/Buildfile", directory.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_Buildfile_says_how_an_image_is_declared()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "");
        ToolResult result = await folder.RunAsync("build");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("BK4304", result.Error, StringComparison.Ordinal);
        Assert.Contains("image App from", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Buildfile_that_is_no_text_is_not_read()
    {
        using var folder = new ToolFolder();
        File.WriteAllBytes(Path.Combine(folder.Folder, "Buildfile"), [0xFF, 0xFE, 0x00, 0x41]);
        ToolResult result = await folder.RunAsync("build");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("BK4303", result.Error, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_or_a_huge_file_as_Buildfile_ends_at_four_megabytes()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero.");
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync("build", "-f", "/dev/zero");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("larger than 4 MiB", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_is_no_folder_is_named()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\", \"b\"); }\n");
        ToolResult result = await folder.RunAsync("build", "--context", "nowhere");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error BK4308: The build context 'nowhere' is no folder.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_target_names_what_is_near()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\", \"b\"); }\nstage Tools from scratch { Write(\"/a\", \"b\"); }\n");
        ToolResult near = await folder.RunAsync("build", "Apo");
        ToolResult far = await folder.RunAsync("build", "Database");
        Assert.Equal((2, 2), (near.ExitCode, far.ExitCode));
        Assert.Contains("error BK4305: Buildfile has no target 'Apo'.\n  Did you mean 'Api'?", near.Error, StringComparison.Ordinal);
        Assert.Contains("It has Api, Tools.", far.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_of_a_broken_Buildfile_is_shown_at_once_and_nothing_is_run()
    {
        using var folder = new ToolFolder();
        string baseline = Path.Combine(RepositoryFolder.Root, "tests", "BuildKit.Cli.Tests", "Baselines", "broken");
        folder.Write("Buildfile", File.ReadAllText(Path.Combine(baseline, "Buildfile")));
        ToolResult result = await folder.RunAsync("build");
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(baseline, "stderr.txt")), result.Error);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(Path.Combine(folder.Folder, "buildkit.lock")));
    }

    [Fact]
    public async Task Colours_are_for_terminals_unless_they_are_asked_for_and_NO_COLOR_takes_them_away()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { Cpoy(\".\"); }\n");
        ToolResult plain = await folder.RunAsync("build");
        folder.Environment["FORCE_COLOR"] = "1";
        ToolResult forced = await folder.RunAsync("build");
        folder.Environment["NO_COLOR"] = "1";
        ToolResult refused = await folder.RunAsync("build");
        Assert.DoesNotContain('\e', plain.Error);
        Assert.Contains('\e', forced.Error);
        Assert.Equal(plain.Error, refused.Error);
    }
}
