using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary><c>--locked</c>: what a build server builds from is what was committed.</summary>
public sealed class LockedTests : IDisposable
{
    private readonly ToolFolder folder = new();

    private string LockFile => Path.Combine(folder.Folder, "buildkit.lock");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Bases_that_the_lock_does_not_pin_are_all_named_and_nothing_is_written()
    {
        await using RegistryProcess registry = await PreparedAsync();
        ToolResult refused = await folder.RunAsync("build", "--locked");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("Buildfile(1,", refused.Error, StringComparison.Ordinal);
        Assert.Contains("error BK4274", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'{registry.Host}/team/base:1'", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'{registry.Host}/team/base:2'", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Run 'buildkit lock'", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(LockFile));
        await Leftovers.AssertNoneAsync(folder);
    }

    [Fact]
    public async Task What_the_lock_pins_is_built_and_the_file_stays_as_it_is()
    {
        await using RegistryProcess registry = await PreparedAsync();
        await SucceedAsync("build");
        string pins = File.ReadAllText(LockFile);
        DateTime written = File.GetLastWriteTimeUtc(LockFile);
        await SampleBases.TagAsync(registry, "1", "moved");
        await SucceedAsync("build", "--locked", "--no-cache");
        Assert.Equal(pins, File.ReadAllText(LockFile));
        Assert.Equal(written, File.GetLastWriteTimeUtc(LockFile));

        folder.Write("Buildfile", File.ReadAllText(Path.Combine(folder.Folder, "Buildfile")) + $"image Third from \"{registry.Host}/team/base:3\" for [\"linux/amd64\"] {{ Write(\"/x\", \"y\"); }}\n");
        await SampleBases.TagAsync(registry, "3", "third");
        ToolResult refused = await folder.RunAsync("build", "--locked");
        Assert.Contains("team/base:3' (linux/amd64) is not in", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("The same holds", refused.Error, StringComparison.Ordinal);
        await SucceedAsync("build", "Api", "--locked");
        Assert.Equal(pins, File.ReadAllText(LockFile));
    }

    [Fact]
    public async Task A_damaged_lock_is_told_and_no_registry_is_asked()
    {
        await using RegistryProcess registry = await PreparedAsync();
        folder.Write("buildkit.lock", "{");
        ToolResult damaged = await folder.RunAsync("build", "--locked");
        Assert.Equal(3, damaged.ExitCode);
        Assert.Contains("error BK2590", damaged.Error, StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(LockFile));
    }

    [Fact]
    public async Task Tests_and_deployments_are_locked_as_builds_are()
    {
        await using RegistryProcess registry = await PreparedAsync();
        foreach (string[] command in new[] { ["test", "--locked"], new[] { "deploy", "Dev", "--locked" } })
        {
            ToolResult refused = await folder.RunAsync(command);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("error BK4274", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(LockFile));
    }

    [Fact]
    public async Task Pinning_and_pinning_nothing_cannot_both_be_asked_for()
    {
        folder.Write("Buildfile", "image Api from scratch { Write(\"/x\", \"y\"); }");
        ToolResult refused = await folder.RunAsync("build", "--locked", "--pull");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("BK4301", refused.Error, StringComparison.Ordinal);
        await SucceedAsync("build", "--locked");
    }

    private async Task SucceedAsync(params string[] arguments)
    {
        ToolResult result = await folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private async Task<RegistryProcess> PreparedAsync()
    {
        RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await SampleBases.TagAsync(registry, "1", "first");
        await SampleBases.TagAsync(registry, "2", "second");
        folder.Write("Buildfile", $$"""
            image Api from "{{registry.Host}}/team/base:1" for ["linux/amd64"] { Write("/x", "y"); }
            image Web from "{{registry.Host}}/team/base:2" for ["linux/amd64"] { Write("/x", "y"); }
            test Smoke of Api { Exec("/none"); }
            environment Dev { Registry("{{registry.Host}}/dev"); }

            """);
        return registry;
    }
}
