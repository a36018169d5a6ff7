using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> Names =>
        ["init", "build", "test", "run", "watch", "graph", "deploy", "promote", "status", "history", "rollback", "images", "inspect", "tag", "rm", "pull", "push", "save", "load", "login", "logout", "completion"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_command_shows_examples_in_its_help(string command)
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync(command, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"buildkit {command}", result.Output, StringComparison.Ordinal);
        Assert.Matches($@"Examples:\n  # .+\n  \$ .*buildkit {command}", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task The_root_help_names_every_command_every_exit_code_and_the_environment()
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync("--help");
        Assert.Equal(0, result.ExitCode);
        Assert.All(Names, row => Assert.Contains($"\n  {row.Data}", result.Output, StringComparison.Ordinal));
        Assert.All((int[])[0, 1, 2, 3, 70, 130], code => Assert.Matches($@"\n  {code} +\w", result.Output));
        Assert.All((string[])["BUILDKIT_HOME", "BUILDKIT_DEBUG", "NO_COLOR", "SOURCE_DATE_EPOCH"], name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_help_says_the_same_whatever_lies_in_the_folder()
    {
        using var folder = new ToolFolder();
        ToolResult before = await folder.RunAsync("--help");
        folder.Write("Buildfile", "image Website from scratch { }");
        ToolResult after = await folder.RunAsync("--help");
        Assert.Equal(before.Output, after.Output);
        Assert.Contains("\n  build <TARGET> ", after.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "buildkit run [options] <IMAGE> [<ARGS>...]")]
    [InlineData("graph", "buildkit graph [options]")]
    public async Task The_usage_shows_options_where_they_may_stand(string command, string usage)
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync(command, "--help");
        Assert.Contains($"\nUsage:\n  {usage}\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Commands:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_that_of_the_package()
    {
        using var folder = new ToolFolder();
        ToolResult fast = await folder.RunAsync("--version");
        ToolResult slow = await folder.RunAsync("--version", "--version");
        Assert.Equal($"buildkit {ToolVersion.Text}\n", fast.Output);
        Assert.Equal(fast.Output, slow.Output);
        string manifest = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "dotnet-tools.json"));
        Assert.Contains($"\"version\": \"{ToolVersion.Text}\"", manifest, StringComparison.Ordinal);
    }
}
