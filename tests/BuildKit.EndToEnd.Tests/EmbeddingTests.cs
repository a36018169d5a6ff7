using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary><c>examples/embedding</c>: the engine as a library.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class EmbeddingTests(Workshop workshop)
{
    private static readonly string Program = Path.Combine(Repository.Examples, "embedding", "bin", "Release", "net10.0", "Embedding");

    [Fact]
    public async Task A_program_that_embeds_the_engine_builds_the_digests_that_the_tool_builds()
    {
        string folder = await workshop.CheckoutAsync("matrix", "embedding");
        string store = Path.Combine(workshop.Folder, "embedding-store");

        CommandResult first = await RunAsync(folder, store);
        CommandResult again = await RunAsync(folder, store);
        CommandResult tool = await Workshop.BuildKit(workshop.Store, "build", "--set", $"base={workshop.Runtime}").In(folder).RunAsync();

        string[] images = [.. first.ShouldExit(0).Output.Split('\n').Where(line => line.Contains(" sha256:", StringComparison.Ordinal))];
        Assert.Equal(2, images.Length);
        Assert.Contains(": ran in ", first.Output, StringComparison.Ordinal);
        Assert.Equal(images, again.ShouldExit(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(images, image => Assert.Contains(image.Split(' ')[1], tool.ShouldExit(0).Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mistakes_of_a_Buildfile_come_as_diagnostics()
    {
        string folder = Directory.CreateDirectory(Path.Combine(workshop.Folder, "embedding-mistake")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Buildfile"), "image App from scratch { Copy(1); }", TestContext.Current.CancellationToken);

        CommandResult result = await RunAsync(folder, Path.Combine(workshop.Folder, "embedding-store"));

        result.ShouldExit(3);
        Assert.StartsWith("BK2", result.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(string folder, string store) => new Command(Program, folder, store, $"base={workshop.Runtime}").RunAsync();
}
