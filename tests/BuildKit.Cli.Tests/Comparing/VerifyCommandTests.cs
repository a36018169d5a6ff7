using System.Diagnostics;
using System.Text.Json;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Comparing;

/// <summary><c>buildkit verify</c>: builds again from nothing and compares.</summary>
public sealed class VerifyCommandTests
{
    [Fact]
    public async Task An_image_that_can_be_repeated_is_the_same_and_the_store_is_left_as_it_was()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("echo made > /made", mounts: [Cache("/cache")]);""");
        await BuildAsync(folder);
        string[] before = Content(folder);

        ToolResult verified = await folder.RunAsync("verify", "Api", "--progress", "plain");

        Assert.True(verified is { ExitCode: 0, Error: "" }, verified.ToString());
        Assert.Contains("3 steps: 0 cached, 3 ran", verified.Output, StringComparison.Ordinal);
        Assert.Contains("api:latest and Api, built again are the same: sha256:", verified.Output, StringComparison.Ordinal);
        Assert.Equal(before, Content(folder));
        Leftovers.AssertNoneButCgroups(folder, null);
    }

    [Fact]
    public async Task What_differs_from_run_to_run_is_named_with_its_step_and_path()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("busybox head -c 8 /dev/urandom > /random; echo same > /same");""");
        await BuildAsync(folder);

        ToolResult verified = await folder.RunAsync("verify", "api", "--json");

        Assert.True(verified is { ExitCode: 1, Error: "" }, verified.ToString());
        SchemaFolder.Ours.Validate("comparison.schema.json", verified.Output);
        using JsonDocument document = JsonDocument.Parse(verified.Output);
        JsonElement difference = Assert.Single(document.RootElement.GetProperty("comparisons")[0].GetProperty("differences").EnumerateArray());
        Assert.Equal(
            ["layer", "3", "Run busybox head -c 8 /dev/urandom > /random; echo same > /same", "/random", "content"],
            ((string[])["part", "layer", "step", "path", "attribute"]).Select(name => difference.GetProperty(name).ToString()));
    }

    [Fact]
    public async Task What_only_a_cache_made_true_is_found()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("echo x >> /cache/runs; busybox cp /cache/runs /runs; # A", mounts: [Cache("/cache")]);""");
        await BuildAsync(folder);
        folder.WriteImage("""Run("echo x >> /cache/runs; busybox cp /cache/runs /runs; # B", mounts: [Cache("/cache")]);""");
        await BuildAsync(folder);

        ToolResult verified = await folder.RunAsync("verify", "Api", "--progress", "plain");

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("/runs  size: 4 -> 2\n", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivered_image_is_compared_in_its_registry_on_a_base_of_the_local_store()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);
        using ToolFolder folder = ToolFolder.WithBusybox();
        folder.WriteImage("""Run("echo base > /base");""");
        await BuildAsync(folder);
        Assert.Equal(0, (await folder.RunAsync("tag", "api", "base:1")).ExitCode);
        folder.Write("Buildfile", """param string text = "a"; image Api from "base:1" { Run($"echo {text} > /text"); } """);
        await BuildAsync(folder);
        string reference = $"{registry.Host}/team/api:1";
        Assert.Equal(0, (await folder.RunAsync("push", "api", reference)).ExitCode);

        ToolResult same = await folder.RunAsync("verify", "Api", "--against", reference);
        ToolResult other = await folder.RunAsync("verify", "Api", "--against", reference, "--set", "text=b", "--json");

        Assert.True(same is { ExitCode: 0, Error: "" }, same.ToString());
        Assert.True(other is { ExitCode: 1, Error: "" }, other.ToString());
        Assert.Contains("\"path\": \"/text\"", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_an_image_that_was_never_built_and_two_forms_in_one_output_are_refused()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", """stage Files from scratch { Write("/x", "x"); } image Api from Files { }""");

        Assert.Contains("error BK4340: 'Files' is a stage", (await folder.RunAsync("verify", "Files")).Error, StringComparison.Ordinal);
        ToolResult mixed = await folder.RunAsync("verify", "Api", "--progress", "json");
        Assert.True(mixed is { ExitCode: 2, Output: "" }, mixed.ToString());
        Assert.Contains("error BK4301: --progress json is for programs", mixed.Error, StringComparison.Ordinal);
        ToolResult never = await folder.RunAsync("verify", "Api");
        Assert.Equal(1, never.ExitCode);
        Assert.Contains("error BK4306: The local store has no image 'api:latest'", never.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_verification_that_is_killed_the_next_build_leaves_nothing()
    {
        using ToolFolder folder = ToolFolder.WithBusybox();
        string mark = Leftovers.Mark();
        folder.WriteImage("""Run("echo made > /made");""");
        await BuildAsync(folder);
        folder.WriteImage($$"""Run("echo started; busybox sleep {{mark}}");""");
        using (Process verify = folder.Start(["verify", "Api", "--progress", "plain"]))
        {
            while (await verify.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.EndsWith(" started", StringComparison.Ordinal))
            {
            }

            verify.Kill();
            await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Leftovers.UntilEndedAsync(mark);
        folder.WriteImage("""Run("echo made > /made");""");
        await BuildAsync(folder);
        Leftovers.AssertNoneButCgroups(folder, mark);
    }

    private static async Task BuildAsync(ToolFolder folder)
    {
        ToolResult built = await folder.RunAsync("build");
        Assert.True(built.ExitCode == 0, built.ToString());
    }

    private static string[] Content(ToolFolder folder) =>
    [
        .. ((string[])["blobs", "layers", "results", "names", "caches"]).Select(name => Path.Combine(folder.Store, name)).Where(Directory.Exists)
            .SelectMany(path => Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal),
    ];
}
