using System.Text.Json.Nodes;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Building;

public sealed class RemoteCacheTests : IAsyncLifetime
{
    // On this user's account the tool starts itself again inside a user namespace where it has to unpack or run something.
    private static readonly string[] AsOrdinaryUser = ["unshare", "--user", "--map-root-user", "setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin"];

    private readonly List<ToolFolder> folders = [];
    private RegistryProcess registry = null!;

    private string Reference => $"{registry.Host}/team/cache:main";

    public async ValueTask InitializeAsync() => registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        folders.ForEach(folder => folder.Dispose());
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task Another_machine_runs_nothing_says_where_from_and_asks_the_registry_only_once()
    {
        ToolResult made = await Machine().RunAsync("build", "--cache-to", Reference, "--progress", "plain");
        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Matches($@"\ncached to {registry.Host}/team/cache:main  3 steps, .* sent\n", made.Output);

        ToolFolder other = Machine();
        ToolResult first = await other.RunAsync("build", "--cache-from", Reference, "--cache-trust", "--progress", "json");
        Assert.True(first.ExitCode == 0, first.ToString());
        JsonNode[] lines = [.. first.Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.All(lines, line => SchemaFolder.Ours.Validate("progress.schema.json", line.ToJsonString()));
        Assert.Equal(3, lines.Count(line => (string?)line["remote"] == Reference));
        Assert.Equal(DigestOf(made.Output), (string?)lines[^1]["images"]![0]!["digest"]);

        int asked = (await registry.RequestsAsync(TestContext.Current.CancellationToken)).Length;
        ToolResult second = await other.RunAsync("build", "--cache-from", Reference, "--cache-trust", "--progress", "plain");
        Assert.Contains("3 steps: 3 cached, 0 ran", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(from ", second.Output, StringComparison.Ordinal);
        Assert.Equal(asked, (await registry.RequestsAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task An_ordinary_user_has_the_same_image_and_is_told_each_thing_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "This test starts as root.");
        ToolResult made = await Machine().RunAsync("build", "--cache-to", Reference, "--progress", "plain");
        Assert.True(made.ExitCode == 0, made.ToString());
        ToolFolder user = Machine();

        ToolResult result = await user.RunBelowAsync(
            AsOrdinaryUser, "build", "--cache-from", $"{registry.Host}/team/missing:main", "--cache-from", Reference, "--cache-trust", "--progress", "plain");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("3 steps: 3 cached, 0 ran", result.Output, StringComparison.Ordinal);
        Assert.Equal(DigestOf(made.Output), DigestOf(result.Output));
        Assert.Equal(2, result.Output.Split("warning BK4236: ").Length + result.Error.Split("warning BK4236: ").Length - 1);
    }

    [Fact]
    public async Task The_reports_of_a_step_that_another_machine_ran_are_read_from_its_layer()
    {
        ToolResult made = await Machine().RunAsync("build", "--cache-to", Reference);
        Assert.True(made.ExitCode == 0, made.ToString());
        ToolFolder other = Machine();
        other.WriteImage("""Run("echo made > /made", reports: ["/made"]);""");

        ToolResult result = await other.RunAsync("build", "--cache-from", Reference, "--cache-trust", "--reports", "out", "--progress", "plain");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("3 steps: 3 cached, 0 ran", result.Output, StringComparison.Ordinal);
        Assert.Equal("made\n", File.ReadAllText(Path.Combine(other.Folder, "out/Api/step-3/made")));
    }

    [Fact]
    public async Task What_is_in_a_cache_mount_that_travels_is_there_on_another_machine()
    {
        ToolFolder one = Machine();
        one.WriteImage("""Run("echo kept > /c/file", mounts: [Cache("/c", id: "packages", travel: true)]);""");
        ToolResult made = await one.RunAsync("build", "--cache-to", Reference);
        Assert.True(made.ExitCode == 0, made.ToString());
        ToolFolder other = Machine();
        other.WriteImage("""Run("busybox cat /c/file", mounts: [Cache("/c", id: "packages", travel: true)]);""");

        ToolResult alone = await other.RunAsync("build", "--progress", "plain");
        ToolResult result = await other.RunAsync("build", "--cache-from", Reference, "--cache-trust", "--progress", "plain");

        Assert.Equal(1, alone.ExitCode);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(" kept\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_that_are_here_packed_or_not_at_all_are_neither_lost_nor_kept_by_a_collection()
    {
        ToolResult made = await Machine().RunAsync("build", "--cache-to", Reference);
        Assert.True(made.ExitCode == 0, made.ToString());
        ToolFolder other = Machine();
        string[] build = ["build", "--cache-from", Reference, "--cache-trust", "--progress", "plain"];
        ToolResult first = await other.RunAsync(build);
        Assert.Empty(Directory.GetDirectories(Path.Combine(other.Store, "layers")));

        ToolResult nothing = await other.RunAsync("gc");
        int asked = (await registry.RequestsAsync(TestContext.Current.CancellationToken)).Length;
        ToolResult second = await other.RunAsync(build);
        int askedAgain = (await registry.RequestsAsync(TestContext.Current.CancellationToken)).Length;
        Assert.Equal(0, (await other.RunAsync("rm", "api")).ExitCode);
        ToolResult all = await other.RunAsync("gc", "--keep", "0");
        ToolResult third = await other.RunAsync(build);

        // What the cache itself says is read anew where it is asked again.
        Assert.StartsWith("blobs: 2, ", nothing.Output, StringComparison.Ordinal);
        Assert.Equal(asked, askedAgain);
        Assert.EndsWith(", 0 B are left\n", all.Output, StringComparison.Ordinal);
        Assert.All([second, third], result => Assert.Contains("3 steps: 3 cached, 0 ran", result.Output, StringComparison.Ordinal));
        Assert.All([second, third], result => Assert.Equal(DigestOf(first.Output), DigestOf(result.Output)));
    }

    [Theory]
    [InlineData("build")]
    [InlineData("test")]
    [InlineData("deploy", "Dev")]
    public async Task Without_trust_nothing_is_read_and_the_reason_is_said(params string[] command)
    {
        ToolFolder folder = Machine();
        folder.Write("Buildfile", $$"""
            image Api from scratch { Copy("busybox", to: "/bin/busybox"); }
            test Smoke of Api { Exec("/bin/busybox", "true"); }
            environment Dev { Registry("{{registry.Host}}/dev/api"); }
            """);

        ToolResult result = await folder.RunAsync([.. command, "--cache-from", Reference]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"error BK4230: --cache-from '{Reference}' would be trusted without a check: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--cache-trust", result.Error, StringComparison.Ordinal);
        Assert.Empty(await registry.RequestsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("HOST/cache,mode=all", "BK4301")]
    [InlineData("HOST/cache,max", "BK4301")]
    [InlineData("HOST/Cache", "BK4301")]
    [InlineData("HOST/cache@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "BK4301")]
    public async Task What_is_no_place_for_a_cache_is_refused_before_anything_is_built(string place, string code)
    {
        ToolResult result = await Machine().RunAsync("build", "--cache-to", place.Replace("HOST", registry.Host, StringComparison.Ordinal));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"error {code}: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private ToolFolder Machine()
    {
        ToolFolder folder = ToolFolder.WithBusybox();
        folders.Add(folder);
        folder.WriteImage("""Run("echo made > /made");""");
        return folder;
    }

    private static string DigestOf(string output) => output[output.IndexOf("sha256:", StringComparison.Ordinal)..][..71];
}
