using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>Each way to the image of a large solution's service, and what it says.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class SolutionImageTests(GeneratedSolution solution, Workshop workshop) : IClassFixture<GeneratedSolution>
{
    [Fact]
    public async Task Without_a_container_it_is_the_same_image()
    {
        string digest = (await solution.BuildAsync()).DigestOf("App");
        BuildRun host = await workshop.BuildAsync(solution.Folder, workshop.Store, "--dotnet", "host");

        Assert.Contains(host.Ran, step => step.StartsWith("Publish src/Api/Api.csproj with this machine's SDK", StringComparison.Ordinal));
        Assert.Equal(digest, host.DigestOf("App"));

        // Its compiler has ended with it.
        Assert.Equal("", (await new Command("/bin/sh", "-c", "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -- '^-pipename:buildkit-' || true").RunAsync()).Output);
    }

    [Fact]
    public async Task MSBuild_gives_it_for_the_service_and_for_the_solution()
    {
        string digest = (await solution.BuildAsync()).DigestOf("App");

        // Once restored, a project needs no restore for its image.
        CommandResult whole = (await MSBuildPackage.BuildAsync(workshop, solution.Folder, "Parts.slnx")).ShouldExit(0);
        Assert.Contains(digest, whole.Output, StringComparison.Ordinal);
        CommandResult service = (await MSBuildPackage.BuildAsync(workshop, solution.Folder, "src/Api", "--no-restore", "-getProperty:BuildKitImageDigest")).ShouldExit(0);
        Assert.Equal(digest, service.Output.Trim());
    }

    [Fact]
    public async Task What_init_writes_for_the_solution_builds_it()
    {
        string digest = (await solution.BuildAsync()).DigestOf("App");
        string folder = Path.Combine(workshop.Folder, "solution-init");
        (await new Command("cp", "-R", solution.Folder, folder).RunAsync()).ShouldExit(0);
        File.Delete(Path.Combine(folder, "Buildfile"));

        CommandResult written = (await Workshop.BuildKit(workshop.Store, "init", "--family", workshop.Family).In(folder).RunAsync()).ShouldExit(0);
        Assert.StartsWith("Buildfile has one image:\n  Api  src/Api/Api.csproj\n", written.Output, StringComparison.Ordinal);
        BuildRun built = BuildRun.Read((await Workshop.BuildKit(workshop.Store, "build", "--progress", "json").In(folder).RunAsync()).ShouldExit(0));

        Assert.Empty(built.Ran);
        Assert.Equal(digest, built.DigestOf("Api"));
    }

    [Fact]
    public async Task It_is_configured_by_the_conventions_and_a_Buildfile_knows_what_central_files_say_of_the_project()
    {
        await File.WriteAllTextAsync(Path.Combine(solution.Folder, "Facts.Buildfile"), """
            var api = DotNet.Project("src/Api/Api.csproj");
            var library = DotNet.Project("src/Part25/Part25.csproj");
            image Facts from scratch
            {
                Label("framework", api.TargetFramework);
                Label("packages", string.Join(", ", [api.Packages[0], library.Packages[0]]));
                Label("references", $"{api.References.Count} {library.References.Count}");
                Label("kind", $"{api.IsWeb} {library.IsWeb} {api.IsTest} {library.OutputType}");
            }
            """, TestContext.Current.CancellationToken);
        (await solution.BuildKit("build", "-f", "Facts.Buildfile").RunAsync()).ShouldExit(0);
        JsonElement labels = (await ConfigAsync("facts")).GetProperty("Labels");
        JsonElement config = await ConfigAsync("app");

        Assert.Equal("net10.0", Text(labels, "framework"));
        Assert.Equal("Microsoft.Data.Sqlite/10.0.15, Newtonsoft.Json/13.0.1", Text(labels, "packages"));
        Assert.Equal("29 0", Text(labels, "references"));
        Assert.Equal("True False False Library", Text(labels, "kind"));
        Assert.Equal(["dotnet", "/app/Api.dll"], config.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal(("/app", "1654:1654"), (Text(config, "WorkingDir"), Text(config, "User")));
        Assert.True(config.GetProperty("ExposedPorts").TryGetProperty("8080/tcp", out _));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private async Task<JsonElement> ConfigAsync(string image)
    {
        using JsonDocument document = JsonDocument.Parse((await solution.BuildKit("inspect", image).RunAsync()).ShouldExit(0).Output);
        return document.RootElement.GetProperty("platforms")[0].GetProperty("config").Clone();
    }
}
