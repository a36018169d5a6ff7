using System.Text.Json.Nodes;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit store verify</c></summary>
public sealed class StoreVerifyCommandTests : IDisposable
{
    // Its store is not its user's own: the tool starts itself again inside a user namespace.
    private static readonly string[] AsOrdinaryUser = ["unshare", "--user", "--map-root-user", "setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin"];

    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public StoreVerifyCommandTests() => folder.WriteImage("""Run("echo made > /made");""");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_store_in_which_nothing_is_wrong_gives_0_and_the_sums()
    {
        ToolResult empty = await folder.RunAsync("store", "verify");
        await BuildAsync();
        ToolResult verify = await folder.RunAsync("store", "verify");

        Assert.Equal((0, "nothing there, 0 B read: nothing is wrong\n", ""), (empty.ExitCode, empty.Output, empty.Error));
        Assert.Equal((0, ""), (verify.ExitCode, verify.Error));
        Assert.Matches("^5 blobs, 3 layers, 3 results, 1 names, .* MB read: nothing is wrong\n$", verify.Output);
    }

    [Fact]
    public async Task Damage_is_told_in_a_line_each_and_a_repair_and_a_build_give_the_same_image()
    {
        string digest = await BuildAsync();
        string made = Directory.EnumerateFiles(Path.Combine(folder.Store, "layers"), "made", SearchOption.AllDirectories).Single();
        string layer = Path.GetDirectoryName(Path.GetDirectoryName(made))!;
        File.WriteAllText(made, "fade\n");
        string blob = Path.Combine(folder.Store, "blobs", "sha256", digest["sha256:".Length..]);
        File.AppendAllText(blob, " ");

        ToolResult found = await folder.RunAsync("store", "verify");
        ToolResult repaired = await folder.RunAsync("store", "verify", "--repair");
        ToolResult after = await folder.RunAsync("store", "verify");

        Assert.Equal((1, ""), (found.ExitCode, found.Error));
        Assert.Contains($"BK4222 {blob}: its bytes have another digest; image api:latest must be pulled or built again\n", found.Output, StringComparison.Ordinal);
        Assert.Contains($"BK4223 {layer}: '/made' has other bytes; the run of 'echo made > /made' runs again\n", found.Output, StringComparison.Ordinal);
        Assert.EndsWith(" read: 4 wrong; --repair removes them\n", found.Output, StringComparison.Ordinal);
        Assert.Equal(0, repaired.ExitCode);
        Assert.EndsWith(" read: 4 wrong, and removed\n", repaired.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(blob) || Directory.Exists(layer));
        Assert.Equal(0, after.ExitCode);
        Assert.Equal(digest, await BuildAsync());
    }

    [Fact]
    public async Task The_document_follows_its_schema()
    {
        await BuildAsync();
        string result = Directory.GetFiles(Path.Combine(folder.Store, "results"))[0];
        File.WriteAllText(result, "");

        ToolResult found = await folder.RunAsync("store", "verify", "--json");
        ToolResult repaired = await folder.RunAsync("store", "verify", "--json", "--repair");

        Assert.Equal((1, 0), (found.ExitCode, repaired.ExitCode));
        SchemaFolder.Ours.Validate("verification.schema.json", found.Output);
        SchemaFolder.Ours.Validate("verification.schema.json", repaired.Output);
        Assert.Equal(result, (string?)JsonNode.Parse(found.Output)!["findings"]![0]!["path"]);
        Assert.True((bool)JsonNode.Parse(repaired.Output)!["repaired"]!);
    }

    [Fact]
    public async Task An_ordinary_user_verifies_and_repairs_inside_a_namespace()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "This test starts as root.");
        Assert.Equal(0, (await folder.RunBelowAsync(AsOrdinaryUser, "build")).ExitCode);
        File.Delete(Directory.EnumerateFiles(Path.Combine(folder.Store, "layers"), "made", SearchOption.AllDirectories).Single());

        ToolResult repaired = await folder.RunBelowAsync(AsOrdinaryUser, "store", "verify", "--repair");
        ToolResult after = await folder.RunBelowAsync(AsOrdinaryUser, "store", "verify");

        Assert.Equal((0, ""), (repaired.ExitCode, repaired.Error));
        Assert.Contains(": '/made' is gone; ", repaired.Output, StringComparison.Ordinal);
        Assert.EndsWith(": nothing is wrong\n", after.Output, StringComparison.Ordinal);
    }

    private async Task<string> BuildAsync()
    {
        ToolResult build = await folder.RunAsync("build", "--quiet");
        Assert.True(build.ExitCode == 0, build.ToString());
        return build.Output.Trim();
    }
}
