using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

public sealed class UsageTests
{
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "biuld", "There is no command 'biuld'.", "Did you mean 'build'?" },
        { "--verison", "There is no option '--verison'.", "Did you mean '--version'?" },
        { "build --no-cahce", "There is no option '--no-cahce'.", "Did you mean '--no-cache'?" },
        { "run --netwrok host api", "There is no option '--netwrok'.", "Did you mean '--network'?" },
        { "build --progress loud", "Argument 'loud' not recognized. Must be one of: 'auto' 'tty' 'plain' 'json'", "'buildkit build --help'" },
        { "build --set configuration", "--set 'configuration' is not NAME=VALUE.", "--set configuration=Debug" },
        { "build --set a=1 --set a=2", "--set gives 'a' twice.", "Give it once." },
        { "build --ssh default", "--ssh 'default' names no agent.", "Write ID=SOCKET" },
        { "build --ssh a=/x --ssh a=/y", "--ssh names the agent 'a' twice.", "Name it once." },
        { "build --push", "--push needs to know where to.", "Add --tag HOST" },
        { "build --tag UPPER", "UPPER", "in lower case" },
        { "build --output api.tar", "'api.tar' is no place for an image.", "oci-archive:FILE" },
        { "run -e =x api", "-e '=x' has no name.", "Write -e NAME=VALUE." },
        { "pull", "Required argument 'REF' missing", "'buildkit pull --help'" },
        { "pull debian:12", "names no registry", "docker.io/library/debian" },
        { "pull a.example/b --platform linux", "'linux' is not a platform such as linux/amd64.", "" },
        { "push api", "'api' names no registry.", "buildkit push api HOST" },
        { "login a/b", "'a/b' is no registry.", "registry.example.com" },
        { "completion tcsh", "Argument 'tcsh' not recognized.", "'buildkit completion --help'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_command_line_without_meaning_says_what_is_wrong_and_what_to_do(string line, string message, string advice)
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\", \"b\"); }\n");
        ToolResult result = await folder.RunAsync(line.Split(' '));
        Assert.True(result.ExitCode == (line.StartsWith("pull debian", StringComparison.Ordinal) ? 1 : 2), result.ToString());
        Assert.Empty(result.Output);
        Assert.Matches("^error BK[0-9]{4}: ", result.Error);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--file")]
    [InlineData("--context")]
    public async Task An_option_whose_variable_was_not_set_is_told(string option)
    {
        using var folder = new ToolFolder();
        ToolResult result = await folder.RunAsync("build", option, "");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"error BK4301: {option} is given without a path.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SOURCE_DATE_EPOCH_that_is_no_time_is_a_mistake_of_the_user()
    {
        using var folder = new ToolFolder();
        folder.Environment["SOURCE_DATE_EPOCH"] = "yesterday";
        folder.Write("Buildfile", "image Api from scratch { Write(\"/a\", \"b\"); }\n");
        ToolResult result = await folder.RunAsync("build");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("SOURCE_DATE_EPOCH is 'yesterday'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_without_a_terminal_says_how_a_script_logs_in()
    {
        using var folder = new ToolFolder();
        ToolResult asked = await folder.RunAsync("login", "localhost:1");
        ToolResult nameless = await folder.RunAsync("secret", ["login", "localhost:1", "--password-stdin"]);
        ToolResult empty = await folder.RunAsync("", ["login", "localhost:1", "-u", "me", "--password-stdin"]);
        Assert.All([asked, nameless, empty], result =>
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("BK4310", result.Error, StringComparison.Ordinal);
            Assert.Contains("--password-stdin", result.Error, StringComparison.Ordinal);
        });
        Assert.False(Directory.Exists(Path.Combine(folder.Home, ".docker")));
    }
}
