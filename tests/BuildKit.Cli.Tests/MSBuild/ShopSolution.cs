using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.MSBuild;

/// <summary>A solution of three projects, in a folder with blanks in its name, that have the package from a folder of packages and need nothing else of NuGet.</summary>
public sealed class ShopSolution : IAsyncLifetime
{
    private const string Buildfile = """
        param string text = "hello";
        param string registry = "localhost:1";

        image Api from scratch { Write("/api", text); Entrypoint("/api"); }
        image Jobs from scratch { Copy("src/Jobs", to: "/src/", exclude: ["**/bin", "**/obj"]); Entrypoint("/jobs"); }

        environment Dev { Registry($"{registry}/shop"); }

        """;

    private readonly ToolFolder folder = new();
    private RegistryProcess? registry;

    /// <summary>The solution's folder.</summary>
    public string Folder => Path.Combine(folder.Folder, "A shop of things");

    /// <summary>Where images go.</summary>
    public RegistryProcess Registry => registry!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Images are built on Linux only.");
        registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);
        string packages = Path.Combine(folder.Folder, "packages");
        folder.Environment["BuildKitCommand"] = ToolFolder.Tool;
        folder.Environment["NUGET_PACKAGES"] = Path.Combine(folder.Folder, "restored");
        folder.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        folder.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        string project = Path.Combine(RepositoryFolder.Root, "src", "BuildKit.MSBuild");
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        await SucceedAsync("pack", project, "--no-build", "--configuration", configuration, "--output", packages);

        Write("NuGet.config", $"""<configuration><packageSources><clear /><add key="here" value="{packages}" /></packageSources></configuration>""");
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="BuildKit.MSBuild" Version="*" /></ItemGroup>
            </Project>
            """);
        string[] projects = [.. ((string[])["Shop.Api", "Shop.Core", "Jobs"]).Select(name => $"src/{name}/{name}.csproj")];
        Array.ForEach(projects, path => Write(path, """<Project Sdk="Microsoft.NET.Sdk" />"""));
        Write("Shop.slnx", $"<Solution>{string.Concat(projects.Select(path => $"<Project Path=\"{path}\" />"))}</Solution>");
        Write("Buildfile", Buildfile);
    }

    /// <summary>Writes a file of the solution.</summary>
    public void Write(string path, string content) => folder.Write(Path.Combine("A shop of things", path), content);

    /// <summary>Runs dotnet in the solution's folder.</summary>
    internal async Task<ToolResult> RunAsync(params string[] arguments)
    {
        Directory.CreateDirectory(Folder);
        return await folder.RunProgramAsync("env", ["--chdir", Folder, "dotnet", .. arguments]);
    }

    /// <summary>The same where it must succeed; gives what it printed.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        ToolResult result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    public async ValueTask DisposeAsync()
    {
        if (registry is not null)
        {
            await registry.DisposeAsync();
        }

        folder.Dispose();
    }
}
