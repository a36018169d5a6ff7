using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit index create</c> of images that were built one platform at a time.</summary>
public sealed class IndexCommandTests : IDisposable
{
    private const string Both = "linux/amd64,linux/arm64";

    private readonly ToolFolder folder = new();

    public IndexCommandTests() => folder.Write("Buildfile", """
        param string[] platforms = [];

        image Api from scratch for platforms
        {
            Write("/platform", target.Platform);
            Label("title", "Api");
        }
        """);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_images_of_a_registry_get_the_digest_of_one_build_for_both_platforms()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);
        string name = $"{registry.Host}/team/api";
        await BuildAsync("linux/amd64", "--tag", $"{name}:amd64", "--push");
        await BuildAsync("linux/arm64", "--tag", $"{registry.Host}/other/api:arm64", "--push");

        ToolResult joined = await folder.RunAsync("index", "create", $"{name}:1.0", $"{name}:amd64", $"{registry.Host}/other/api:arm64");

        Assert.True(joined.ExitCode == 0, joined.ToString());
        string digest = await BuildAsync(Both);
        Assert.Equal($"{name}:1.0 is {digest}\n", joined.Output);
        ToolResult pulled = await folder.RunAsync("pull", "--all-platforms", $"{name}:1.0");
        Assert.True(pulled.ExitCode == 0, pulled.ToString());
        Assert.Contains(digest, pulled.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_joined_into_the_local_store()
    {
        await BuildAsync("linux/amd64", "--output", "oci-archive:amd64.tar");
        await BuildAsync("linux/arm64", "--output", "oci-archive:arm64.tar");

        ToolResult joined = await folder.RunAsync("index", "create", "joined", "oci-archive:amd64.tar", "oci-archive:arm64.tar");

        Assert.True(joined.ExitCode == 0, joined.ToString());
        Assert.Equal($"joined:latest is {await BuildAsync(Both)}\n", joined.Output);
        Assert.Contains("joined:latest", (await folder.RunAsync("images")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_images_for_one_platform_are_refused_and_nothing_is_named()
    {
        await BuildAsync("linux/amd64", "--tag", "one");
        await BuildAsync(Both, "--tag", "both");

        ToolResult joined = await folder.RunAsync("index", "create", "joined", "both", "one");

        Assert.Equal(1, joined.ExitCode);
        Assert.StartsWith("error BK4345: both:latest and one:latest are both for linux/amd64.", joined.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("joined", (await folder.RunAsync("images")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_a_digest_and_an_image_that_is_nowhere_are_said()
    {
        ToolResult digest = await folder.RunAsync("index", "create", "joined@sha256:" + new string('0', 64), "one");
        ToolResult missing = await folder.RunAsync("index", "create", "joined", "nowhere");

        Assert.Equal(2, digest.ExitCode);
        Assert.Contains("BK4301", digest.Error, StringComparison.Ordinal);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("error BK4306: The local store has no image 'nowhere'", missing.Error, StringComparison.Ordinal);
    }

    private async Task<string> BuildAsync(string platforms, params string[] more)
    {
        ToolResult built = await folder.RunAsync(["build", "--quiet", "--set", $"platforms={platforms}", .. more]);
        Assert.True(built.ExitCode == 0, built.ToString());
        return built.Output.Trim();
    }
}
