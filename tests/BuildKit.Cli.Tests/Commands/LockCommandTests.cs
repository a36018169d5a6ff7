using BuildKit.Cli.Tests.Processes;
using BuildKit.Oci.Content;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>buildkit lock</c> and <c>buildkit update</c>.</summary>
public sealed class LockCommandTests : IDisposable
{
    private readonly ToolFolder folder = new();

    private string LockFile => Path.Combine(folder.Folder, "buildkit.lock");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Lock_pins_what_is_missing_and_moves_nothing()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        Digest one = await SampleBases.TagAsync(registry, "1", "first");
        Digest two = await SampleBases.TagAsync(registry, "2", "second");
        From(registry, "1");
        Assert.Equal($"pinned   {registry.Host}/team/base:1 (linux/amd64)  {one}\n", await SucceedAsync("lock"));
        await SampleBases.TagAsync(registry, "1", "moved");
        From(registry, "1", "2");
        Assert.Equal($"pinned   {registry.Host}/team/base:2 (linux/amd64)  {two}\n", await SucceedAsync("lock"));
        string pins = File.ReadAllText(LockFile);
        DateTime written = File.GetLastWriteTimeUtc(LockFile);
        Assert.Equal("buildkit.lock is up to date.\n", await SucceedAsync("lock"));
        Assert.Equal((pins, written), (File.ReadAllText(LockFile), File.GetLastWriteTimeUtc(LockFile)));
        await SucceedAsync("build", "--locked");

    }

    [Fact]
    public async Task A_pin_that_another_value_of_a_param_needs_stays()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await SampleBases.TagAsync(registry, "1", "first");
        await SampleBases.TagAsync(registry, "2", "second");
        folder.Write("Buildfile", $"param string tag = \"1\";\nimage Api from $\"{registry.Host}/team/base:{{tag}}\" for [\"linux/amd64\"] {{ Write(\"/x\", \"y\"); }}\n");
        await SucceedAsync("lock", "--set", "tag=2");
        await SucceedAsync("lock");
        await SucceedAsync("build", "--locked", "--set", "tag=2");
        await SucceedAsync("build", "--locked");
    }

    [Fact]
    public async Task Where_one_of_two_bases_cannot_be_had_the_file_stays_as_it_is()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await SampleBases.TagAsync(registry, "1", "first");
        From(registry, "1", "2");
        ToolResult missing = await folder.RunAsync("lock");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("error BK4271", missing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(LockFile));

        From(registry, "1");
        await SucceedAsync("lock");
        string pins = File.ReadAllText(LockFile);
        await SampleBases.TagAsync(registry, "1", "first, moved");
        From(registry, "1", "2");
        ToolResult update = await folder.RunAsync("update");
        Assert.Equal(1, update.ExitCode);
        Assert.Contains("error BK4271", update.Error, StringComparison.Ordinal);
        Assert.Equal(pins, File.ReadAllText(LockFile));
    }

    [Fact]
    public async Task Update_pins_what_tags_name_now_and_says_what_moved()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        Digest one = await SampleBases.TagAsync(registry, "1", "first");
        Digest two = await SampleBases.TagAsync(registry, "2", "second");
        From(registry, "1", "2");
        await SucceedAsync("lock");
        Assert.Equal("Nothing has moved.\n", await SucceedAsync("update"));
        Digest oneNow = await SampleBases.TagAsync(registry, "1", "first, moved");
        Digest twoNow = await SampleBases.TagAsync(registry, "2", "second, moved");
        Assert.Equal($"moved    {registry.Host}/team/base:2 (linux/amd64)  {two} -> {twoNow}\n", await SucceedAsync("update", "base:2"));
        Assert.Equal($"moved    {registry.Host}/team/base:1 (linux/amd64)  {one} -> {oneNow}\n", await SucceedAsync("update", "team/base"));

        string pins = File.ReadAllText(LockFile);
        ToolResult unknown = await folder.RunAsync("update", "base:3");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("error BK4314: Buildfile has no base, download or checkout 'base:3'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains($"It has {registry.Host}/team/base:1, {registry.Host}/team/base:2.", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(pins, File.ReadAllText(LockFile));
    }

    [Fact]
    public async Task A_registry_that_is_down_and_a_lock_that_is_damaged_leave_the_file_as_it_is()
    {
        string pins;
        await using (RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct))
        {
            await SampleBases.TagAsync(registry, "1", "first");
            From(registry, "1");
            await SucceedAsync("lock");
            pins = File.ReadAllText(LockFile);
        }

        ToolResult down = await folder.RunAsync("update");
        Assert.Equal(1, down.ExitCode);
        Assert.Contains("error BK5202", down.Error, StringComparison.Ordinal);
        Assert.Equal(pins, File.ReadAllText(LockFile));
        Assert.Equal("buildkit.lock is up to date.\n", await SucceedAsync("lock"));
        File.Delete(LockFile);
        ToolResult open = await folder.RunAsync("lock");
        Assert.Equal(1, open.ExitCode);
        Assert.Contains("error BK5202", open.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(LockFile));

        folder.Write("buildkit.lock", pins[..^20]);
        foreach (string command in new[] { "lock", "update" })
        {
            ToolResult damaged = await folder.RunAsync(command);
            Assert.Equal(3, damaged.ExitCode);
            Assert.Contains("error BK2590", damaged.Error, StringComparison.Ordinal);
        }

        Assert.Equal(pins[..^20], File.ReadAllText(LockFile));
    }

    private void From(RegistryProcess registry, params string[] tags) => folder.Write("Buildfile", string.Concat(tags.Select(tag =>
        $"image Image{tag} from \"{registry.Host}/team/base:{tag}\" for [\"linux/amd64\"] {{ Write(\"/x\", \"y\"); }}\n")));

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        ToolResult result = await folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
