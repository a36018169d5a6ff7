using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>What a build says of bases whose tag has moved since <c>buildkit.lock</c> pinned it.</summary>
public sealed class MovedBaseTests : IDisposable
{
    private readonly ToolFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_build_in_which_something_runs_says_once_a_day_which_base_has_moved()
    {
        await using RegistryProcess registry = await MovedAsync();
        int asked = (await registry.RequestsAsync(Ct)).Length;
        Assert.Equal("", await BuildAsync("build"));
        Assert.Equal("", await BuildAsync("build", "--no-cache", "--quiet"));
        Assert.Equal("", await BuildAsync("build", "--no-cache", "--locked"));
        folder.Environment["BUILDKIT_NO_NOTICE"] = "1";
        Assert.Equal("", await BuildAsync("build", "--no-cache"));
        folder.Environment.Clear();
        Assert.Equal(asked, (await registry.RequestsAsync(Ct)).Length);

        string pins = File.ReadAllText(Path.Combine(folder.Folder, "buildkit.lock"));
        string name = $"{registry.Host}/team/base:1";
        Assert.Equal($"{name} names another image now than buildkit.lock pins; 'buildkit update {name}' takes it\n", await BuildAsync("build", "--no-cache"));
        asked = (await registry.RequestsAsync(Ct)).Length;
        Assert.Equal("", await BuildAsync("build", "--no-cache"));
        Assert.Equal(asked, (await registry.RequestsAsync(Ct)).Length);
        Assert.Equal(pins, File.ReadAllText(Path.Combine(folder.Folder, "buildkit.lock")));

        Assert.Equal("", await BuildAsync("update", name));
        Assert.Equal("", await BuildAsync("build"));
    }

    [Fact]
    public async Task A_build_that_takes_up_what_tags_name_has_nothing_to_say()
    {
        await using RegistryProcess registry = await MovedAsync();
        Assert.Equal("", await BuildAsync("build", "--no-cache", "--pull"));
    }

    [Fact]
    public async Task Without_its_registry_a_build_succeeds_and_says_nothing()
    {
        await (await MovedAsync()).DisposeAsync();
        Assert.Equal("", await BuildAsync("build", "--no-cache"));
    }

    // Built once, so that all is in the store and pinned; then the tag moves.
    private async Task<RegistryProcess> MovedAsync()
    {
        RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await SampleBases.TagAsync(registry, "1", "first");
        await SampleBases.TagAsync(registry, "2", "second");
        folder.Write("Buildfile", string.Concat(new[] { "1", "2" }.Select(tag => $"image Image{tag} from \"{registry.Host}/team/base:{tag}\" for [\"linux/amd64\"] {{ Write(\"/x\", \"y\"); }}\n")));
        Assert.Equal("", await BuildAsync("build"));
        await SampleBases.TagAsync(registry, "1", "first, moved");
        return registry;
    }

    private async Task<string> BuildAsync(params string[] arguments)
    {
        ToolResult result = await folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Error;
    }
}
