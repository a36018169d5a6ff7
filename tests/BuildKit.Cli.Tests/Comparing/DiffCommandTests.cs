using System.Text.Json;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Comparing;

/// <summary><c>buildkit diff</c> on images of the store, a registry and a layout.</summary>
public sealed class DiffCommandTests
{
    [Fact]
    public async Task Two_images_of_the_store_differ_by_path_and_attribute_and_the_exit_code_says_so()
    {
        using ToolFolder folder = await WithTwoAsync();

        ToolResult text = await folder.RunAsync("diff", "one", "two");
        ToolResult json = await folder.RunAsync("diff", "one", "two", "--json");

        Assert.True(text is { ExitCode: 1, Error: "" }, text.ToString());
        Assert.Contains("layer 1: Write /x\n  /x  mode: 0600 -> 0644\n  /x  content: sha256:", text.Output, StringComparison.Ordinal);
        Assert.Contains(" configuration\n  config.Labels", text.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.ExitCode);
        SchemaFolder.Ours.Validate("comparison.schema.json", json.Output);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement comparison = Assert.Single(document.RootElement.GetProperty("comparisons").EnumerateArray());
        Assert.False(comparison.GetProperty("same").GetBoolean());
        Assert.Equal("/x", comparison.GetProperty("differences")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task An_image_is_the_same_in_the_store_in_a_registry_and_in_a_layout()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);
        using ToolFolder folder = await WithTwoAsync();
        string reference = $"{registry.Host}/team/one:1";
        Assert.Equal(0, (await folder.RunAsync("push", "one", reference)).ExitCode);
        Assert.Equal(0, (await folder.RunAsync("save", "one", "--output", "oci:saved")).ExitCode);

        foreach (string other in new[] { reference, "oci:saved" })
        {
            ToolResult same = await folder.RunAsync("diff", other, "one", "--json");
            Assert.True(same.ExitCode == 0, same.ToString());
            SchemaFolder.Ours.Validate("comparison.schema.json", same.Output);
            Assert.Equal(1, (await folder.RunAsync("diff", other, "two")).ExitCode);
        }

        Assert.Contains("are the same: sha256:", (await folder.RunAsync("diff", "oci:saved", reference)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_exist_and_a_place_with_several_images_are_said()
    {
        using ToolFolder folder = await WithTwoAsync();
        Assert.Equal(0, (await folder.RunAsync("save", "one", "two", "--output", "oci:saved")).ExitCode);

        Assert.Contains("error BK4306: The local store has no image 'thre'", (await folder.RunAsync("diff", "one", "thre")).Error, StringComparison.Ordinal);
        Assert.Contains("error BK5030", (await folder.RunAsync("diff", "oci:nowhere", "one")).Error, StringComparison.Ordinal);
        ToolResult several = await folder.RunAsync("diff", "oci:saved", "one");
        Assert.Equal(2, several.ExitCode);
        Assert.Contains("error BK4301: oci:saved holds 2 images.", several.Error, StringComparison.Ordinal);
    }

    private static async Task<ToolFolder> WithTwoAsync()
    {
        var folder = new ToolFolder();
        folder.Write("Buildfile", """
            image One from scratch { Write("/x", "one", mode: "0600"); }
            image Two from scratch { Write("/x", "two"); Label("a", "b"); }

            """);
        ToolResult built = await folder.RunAsync("build");
        Assert.True(built.ExitCode == 0, built.ToString());
        return folder;
    }
}
