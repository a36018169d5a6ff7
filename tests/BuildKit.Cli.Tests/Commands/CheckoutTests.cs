using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>Checkouts of a Buildfile in <c>build</c>, <c>lock</c>, <c>update</c> and <c>plan</c>, from a real Git server.</summary>
public sealed class CheckoutTests : IDisposable
{
    private readonly ToolFolder folder = new();
    private readonly TemporaryRepository source = TemporaryRepository.Create();
    private readonly GitServer server;
    private readonly string first;

    public CheckoutTests()
    {
        first = source.Commit();
        source.Git("tag", "v1");
        server = new GitServer(source);
        folder.Write("Buildfile", $"image App from scratch {{ Checkout(\"{server.Url}\", to: \"/main\"); Checkout(\"{server.Url}\", to: \"/v1\", ref: \"v1\"); }}\n");
    }

    private string LockFile => Path.Combine(folder.Folder, "buildkit.lock");

    public void Dispose()
    {
        server.Dispose();
        source.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_first_build_pins_and_a_branch_stays_where_it_was_until_it_is_updated()
    {
        ToolResult refused = await folder.RunAsync("build", "--locked");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error BK4274", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'HEAD' of '{server.Url}'", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'{server.Url}' (v1)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("which commit its name means is not known here", await SucceedAsync("plan"), StringComparison.Ordinal);
        Assert.Empty(server.Requests);

        await SucceedAsync("build");
        SchemaFolder.Ours.Validate("lock.schema.json", File.ReadAllText(LockFile));
        string second = source.Commit();
        server.Push();
        int requests = server.Requests.Length;
        await SucceedAsync("build", "--locked");
        Assert.DoesNotContain("runs", await SucceedAsync("plan"), StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Length);
        Assert.Equal(1, server.Fetches);

        Assert.Equal($"moved    {server.Url} (HEAD)  {first} -> {second}\n", await SucceedAsync("update", "library.git"));
        Assert.Equal("Nothing has moved.\n", await SucceedAsync("update"));
        await SucceedAsync("build", "--locked");
        Assert.Equal(2, server.Fetches);
        await SucceedAsync("verify", "App");
        Assert.Equal(2, server.Fetches);
    }

    [Fact]
    public async Task Lock_pins_without_fetching_and_a_pull_asks_again()
    {
        Assert.Equal($"pinned   {server.Url} (HEAD)  {first}\npinned   {server.Url} (v1)  {first}\n", await SucceedAsync("lock"));
        string second = source.Commit();
        server.Push();
        Assert.Equal("buildkit.lock is up to date.\n", await SucceedAsync("lock"));
        Assert.Equal(0, server.Fetches);
        await SucceedAsync("build", "--pull");
        Assert.Contains(second, File.ReadAllText(LockFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_of_the_Buildfile_needs_no_lock_and_a_name_that_is_not_there_is_an_error()
    {
        folder.Write("Buildfile", $"image App from scratch {{ Checkout(\"{server.Url}\", to: \"/main\", ref: \"{first}\"); }}\n");
        await SucceedAsync("build", "--locked");
        Assert.False(File.Exists(LockFile));

        folder.Write("Buildfile", $"image App from scratch {{ Checkout(\"{server.Url}\", to: \"/main\", ref: \"v2\"); }}\n");
        ToolResult missing = await folder.RunAsync("build");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains($"error BK4175: {server.Url} has no branch or tag 'v2'.", missing.Error, StringComparison.Ordinal);
    }

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        ToolResult result = await folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
