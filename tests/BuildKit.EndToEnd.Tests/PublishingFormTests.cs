using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What the SDK can make of a project beside an assembly for its own runtime, with packs of nuget.org.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class PublishingFormTests(Workshop workshop)
{
    [Fact]
    public async Task Ready_to_run_trimmed_with_its_runtime_and_as_one_file_a_program_is_an_image_that_runs()
    {
        string folder = workshop.Project("forms", """
            param string family;
            var ready = DotNet.Project("src/Forms/Forms.csproj", properties: new { PublishReadyToRun = "true" });
            var trimmed = DotNet.Project("src/Forms/Forms.csproj", properties: new { PublishTrimmed = "true", SelfContained = "true" });
            var single = DotNet.Project("src/Forms/Forms.csproj", properties: new { PublishSingleFile = "true", SelfContained = "false" });
            image Ready from DotNet.Runtime(ready, family: family) { Publish(ready, to: "/app"); }
            image Trimmed from DotNet.Runtime(trimmed, family: family) { Publish(trimmed, to: "/app"); }
            image Single from DotNet.Runtime(single, family: family) { Publish(single, to: "/app"); }
            """);
        string source = Directory.CreateDirectory(Path.Combine(folder, "src", "Forms")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "Forms.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <DebugType>embedded</DebugType>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), """
            string[] files = Directory.GetFiles(AppContext.BaseDirectory).Select(file => Path.GetFileName(file)!).ToArray();
            bool isCompiled = false;
            if (files.Contains("Forms.dll"))
            {
                using var assembly = new System.Reflection.PortableExecutable.PEReader(File.OpenRead("/app/Forms.dll"));
                isCompiled = assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
            }

            Console.WriteLine(files.Length == 1 ? "one file" : files.Contains("libcoreclr.so") ? files.Contains("System.Private.Xml.dll") ? "whole runtime" : "trimmed runtime" : isCompiled ? "compiled" : "portable");
            """, TestContext.Current.CancellationToken);
        foreach (string name in (string[])["runtime", "runtime-deps"])
        {
            (await Workshop.BuildKit(workshop.Store, "push", "runtime:latest", $"{workshop.Family}/{name}:10.0").RunAsync()).ShouldExit(0);
        }

        await workshop.BuildAsync(folder, workshop.Store);

        foreach ((string image, string form) in ((string, string)[])[("ready", "compiled"), ("trimmed", "trimmed runtime"), ("single", "one file")])
        {
            CommandResult said = await Workshop.BuildKit(workshop.Store, "run", image).In(workshop.Folder).RunAsync();
            Assert.Equal((image, form), (image, said.ShouldExit(0).Output.Trim()));
        }
    }

    [Fact]
    public async Task Two_platforms_get_the_layers_that_were_published_once()
    {
        string family = $"{workshop.Registry.Address}/two";
        string bases = workshop.Project("two-bases", """param string family = ""; image TwoBases from scratch for ["linux/amd64", "linux/arm64"] { Write("/platform", target.Platform); }""");
        await workshop.BuildAsync(bases, workshop.Store, "--tag", $"{family}/aspnet:10.0", "--push");
        string folder = await workshop.CheckoutAsync("webapi", "webapi-platforms");
        string buildfile = Path.Combine(folder, "Buildfile");
        await SourceEdit.ReplaceAsync(buildfile, "DotNet.Runtime(api, family: family)", $$"""DotNet.Runtime(api, family: "{{family}}") for ["linux/amd64", "linux/arm64"]""");
        await SourceEdit.ReplaceAsync(buildfile, "to: \"/app\")", "to: \"/app\", sdk: DotNet.Sdk(api, family: family))");

        BuildRun built = await workshop.BuildAsync(folder, workshop.Store, "--tag", "two:latest");
        using JsonDocument image = JsonDocument.Parse((await Workshop.BuildKit(workshop.Store, "inspect", "two").RunAsync()).ShouldExit(0).Output);
        JsonElement[] platforms = [.. image.RootElement.GetProperty("platforms").EnumerateArray()];

        Assert.Single([.. built.Ran, .. built.Cached], step => step.StartsWith("Exec dotnet publish", StringComparison.Ordinal));
        Assert.Equal(["linux/amd64", "linux/arm64"], platforms.Select(platform => platform.GetProperty("platform").GetString()));
        string[][] layers = [.. platforms.Select(platform => platform.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!).ToArray())];
        Assert.NotEqual(layers[0][0], layers[1][0]);
        Assert.True(layers[0].Length >= 4);
        Assert.Equal(layers[0][1..], layers[1][1..]);
    }
}
