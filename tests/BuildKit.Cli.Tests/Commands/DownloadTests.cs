using BuildKit.Cli.Tests.Processes;
using BuildKit.Engine.Snapshots;
using BuildKit.Oci.Content;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>Downloads of a Buildfile in <c>build</c>, <c>lock</c>, <c>update</c> and <c>plan</c>.</summary>
public sealed class DownloadTests : IAsyncDisposable
{
    private readonly ToolFolder folder = new();
    private readonly FaultServer server = new(null);
    private string content = "one";

    public DownloadTests()
    {
        server.Rule = _ => Fault.Answer(200, content);
        folder.Write("Buildfile", $"image Tool from scratch {{ Download(\"{Url("a")}\", to: \"/bin/\"); Download(\"{Url("b")}\", to: \"/b\", mode: \"0755\"); }}\n");
    }

    private string LockFile => Path.Combine(folder.Folder, "buildkit.lock");

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_first_build_pins_and_another_file_is_an_error_until_it_is_taken()
    {
        ToolResult refused = await folder.RunAsync("build", "--locked");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error BK4274", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'{Url("a")}'", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'{Url("b")}'", refused.Error, StringComparison.Ordinal);
        Assert.Contains("what its URL gives is not known here", await SucceedAsync("plan"), StringComparison.Ordinal);
        Assert.Empty(server.Requests);

        await SucceedAsync("build");
        SchemaFolder.Ours.Validate("lock.schema.json", File.ReadAllText(LockFile));
        Assert.Equal(2, server.Requests.Length);
        await SucceedAsync("build", "--locked");
        Assert.DoesNotContain("runs", await SucceedAsync("plan"), StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Length);

        content = "two";
        SnapshotStore.RemoveTree(folder.Store);
        ToolResult changed = await folder.RunAsync("build", "--locked");
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("error BK4171", changed.Error, StringComparison.Ordinal);
        Assert.Contains(Of("one"), changed.Error, StringComparison.Ordinal);
        Assert.Contains(Of("two"), changed.Error, StringComparison.Ordinal);

        Assert.Equal($"moved    {Url("b")}  {Of("one")} -> {Of("two")}\n", await SucceedAsync("update", "b"));
        Assert.Equal($"moved    {Url("a")}  {Of("one")} -> {Of("two")}\n", await SucceedAsync("update"));
        await SucceedAsync("build", "--locked");
    }

    [Fact]
    public async Task Lock_pins_without_a_build_and_a_pull_asks_again()
    {
        Assert.Equal($"pinned   {Url("a")}  {Of("one")}\npinned   {Url("b")}  {Of("one")}\n", await SucceedAsync("lock"));
        content = "two";
        Assert.Equal("buildkit.lock is up to date.\n", await SucceedAsync("lock"));
        await SucceedAsync("build", "--pull");
        Assert.Contains(Of("two"), File.ReadAllText(LockFile), StringComparison.Ordinal);
        Assert.DoesNotContain(Of("one"), File.ReadAllText(LockFile), StringComparison.Ordinal);
    }

    private static string Of(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString();

    private string Url(string name) => $"http://{server.Host}/files/{name}";

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        ToolResult result = await folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
