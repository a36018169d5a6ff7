using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F _buildkit buildkit")]
    [InlineData("zsh", "#compdef buildkit")]
    [InlineData("fish", "complete -c buildkit")]
    public async Task Each_shell_gets_its_script(string shell, string expected)
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync("completion", shell);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_options_and_the_targets_of_the_Buildfile_here_are_suggested()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\", \"b\"); }\nstage Tools from scratch { }\n");
        Assert.Equal("build\nbuilds\n", (await SuggestAsync(folder, "buildkit bu")).ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
        Assert.Contains("--no-cache", await SuggestAsync(folder, "buildkit build --no"), StringComparison.Ordinal);
        Assert.Contains("Tools", await SuggestAsync(folder, "buildkit build T"), StringComparison.Ordinal);
        Assert.Contains("verify", await SuggestAsync(folder, "buildkit store v"), StringComparison.Ordinal);
        Assert.Contains("--repair", await SuggestAsync(folder, "buildkit store verify --r"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_are_suggested_to_test_and_to_nothing_else()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { }\ntest Smoke of Api { Run(\"true\"); }\n");
        string tests = await SuggestAsync(folder, "buildkit test ");
        Assert.Contains("Smoke", tests, StringComparison.Ordinal);
        Assert.DoesNotContain("Api", tests, StringComparison.Ordinal);
        Assert.DoesNotContain("Smoke", await SuggestAsync(folder, "buildkit build "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environments_are_suggested_where_one_is_meant()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { }\nenvironment Dev { Registry(\"localhost:5000/x\"); }\n");
        foreach (string command in new[] { "deploy", "promote", "history", "rollback", "promote Dev --from" })
        {
            Assert.Contains("Dev", await SuggestAsync(folder, $"buildkit {command} "), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bash_completes_a_command_with_the_script()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        using var folder = new ToolFolder();
        string script = (await folder.RunAsync("completion", "bash")).Output;
        string path = folder.Write("completion.bash", script);
        var start = new ProcessStartInfo("/bin/bash")
        {
            ArgumentList = { "-c", $"source {path}; COMP_WORDS=(buildkit bu); COMP_CWORD=1; COMP_LINE='buildkit bu'; COMP_POINT=11; _buildkit; echo \"${{COMPREPLY[@]}}\"" },
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        Assert.Equal("build builds\n", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> SuggestAsync(ToolFolder folder, string line) =>
        (await folder.RunAsync($"[suggest:{line.Length}]", line)).Output;
}
