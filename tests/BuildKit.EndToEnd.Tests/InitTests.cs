using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>From a solution without a Buildfile to an image that says what its project is.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class InitTests(Workshop workshop)
{
    [Fact]
    public async Task What_init_writes_for_a_solution_builds_an_image_by_the_conventions()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-init");
        File.Delete(Path.Combine(folder, "Buildfile"));

        (await Workshop.BuildKit(workshop.Store, "init", "--family", workshop.Family).In(folder).RunAsync()).ShouldExit(0);
        BuildRun built = BuildRun.Read(
            (await Workshop.BuildKit(workshop.Store, "build", "--progress", "json", "--tag", "written:latest").In(folder).RunAsync()).ShouldExit(0));

        Assert.StartsWith("sha256:", built.DigestOf("Api"), StringComparison.Ordinal);
        using JsonDocument image = JsonDocument.Parse((await Workshop.BuildKit(workshop.Store, "inspect", "written").In(folder).RunAsync()).ShouldExit(0).Output);
        JsonElement config = image.RootElement.GetProperty("platforms")[0].GetProperty("config");
        Assert.Equal(["dotnet", "/app/Api.dll"], config.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal("/app", config.GetProperty("WorkingDir").GetString());
        Assert.Equal("1654:1654", config.GetProperty("User").GetString());
        Assert.True(config.GetProperty("ExposedPorts").TryGetProperty("8080/tcp", out _));
        Assert.Equal("Greeting service", config.GetProperty("Labels").GetProperty("org.opencontainers.image.title").GetString());
    }
}
