using System.Collections.Immutable;
using BuildKit.Facts.Projects;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Facts.Tests.Projects;

/// <summary>By the real process and the SDK that runs these tests.</summary>
public sealed class ProjectEvaluatorTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "dotnet", "buildkit-dotnet.dll");
    private static readonly string[] Variables = ["PATH", "HOME", "DOTNET_ROOT", "DOTNET_HOST_PATH"];

    private readonly TemporarySolution solution = new();
    private readonly string memory = Directory.CreateTempSubdirectory("buildkit-memory-").FullName;

    public void Dispose()
    {
        solution.Dispose();
        Directory.Delete(memory, recursive: true);
    }

    [Fact]
    public void A_web_project_is_described_with_its_packages_and_all_that_it_is_built_from()
    {
        DotNetProject app = Resolve("src/App/App.csproj");
        Assert.Equal(
            ("src/App/App.csproj", "Shop.App", "2.3.4", "net10.0", "Exe", true, false, true),
            (app.Path, app.AssemblyName, app.Version, app.TargetFramework, app.OutputType, app.IsWeb, app.IsSelfContained, app.IsInvariant));
        Assert.Equal(["linux-x64", "linux-arm64"], app.RuntimeIdentifiers);
        Assert.Equal(["Polly/8.1.0", "Serilog/4.0.0"], app.Packages);
        Assert.Equal(["src/Core/Core.csproj", "src/Lib/Lib.csproj"], app.References);
    }

    [Fact]
    public void Each_project_has_those_that_a_build_of_it_reads_files_of()
    {
        Assert.Equal(
            ["src/App/App.csproj: src/Core/Core.csproj src/Lib/Lib.csproj", "src/Core/Core.csproj: ", "src/Lib/Lib.csproj: src/Core/Core.csproj"], References());

        // A link into another project's folder counts for as much as a reference, and so does an import.
        solution.Write("src/Core/Core.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="../App/Own.props" />
              <PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks></PropertyGroup>
              <ItemGroup><Compile Include="..\Lib\Shared.cs" /></ItemGroup>
            </Project>
            """);
        solution.Write("src/App/Own.props", "<Project />");
        Assert.Equal(
            ["src/App/App.csproj: src/Core/Core.csproj src/Lib/Lib.csproj", "src/Core/Core.csproj: src/App/App.csproj src/Lib/Lib.csproj", "src/Lib/Lib.csproj: src/Core/Core.csproj"], References());

        // Of these a build reads more than an assembly.
        Assert.Equal(["src/App/App.csproj: src/Core/Core.csproj src/Lib/Lib.csproj", "src/Core/Core.csproj: ", "src/Lib/Lib.csproj: src/Core/Core.csproj"], Assemblies());

        IEnumerable<string> References() => Resolve("src/App/App.csproj").ReferencesOfEach.Select(entry => $"{entry.Key}: {string.Join(' ', entry.Value)}");
    }

    [Theory]
    [InlineData("", "src/Lib/Lib.csproj: src/Core/Core.csproj")]
    [InlineData("OutputItemType=\"Analyzer\"", "src/Lib/Lib.csproj: ")]
    [InlineData("ReferenceOutputAssembly=\"false\"", "src/Lib/Lib.csproj: ")]
    public void What_is_not_referred_to_as_an_assembly_is_used_as_a_whole(string metadata, string expected)
    {
        solution.Write("src/Lib/Lib.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="..\Core\Core.csproj" {metadata} /></ItemGroup>
            </Project>
            """);
        Assert.Contains(expected, Assemblies());
        Assert.Equal(["src/Core/Core.csproj"], Resolve("src/App/App.csproj").ReferencesOfEach["src/Lib/Lib.csproj"]);
    }

    private IEnumerable<string> Assemblies() => Resolve("src/App/App.csproj").AssembliesOfEach.Select(entry => $"{entry.Key}: {string.Join(' ', entry.Value)}");

    [Theory]
    [InlineData("PublishSelfContained", true)]
    [InlineData("PublishTrimmed", true)]
    [InlineData("PublishSingleFile", true)]
    [InlineData("PublishAot", true)]
    [InlineData("PublishReadyToRun", false)]
    public void What_is_published_with_its_runtime_is_self_contained(string property, bool expected) =>
        Assert.Equal(expected, Resolve("src/App/App.csproj", (property, "true")).IsSelfContained);

    [Theory]
    [InlineData("PublishSingleFile", true, false)]
    [InlineData("PublishReadyToRun", false, true)]
    public void A_single_file_and_ReadyToRun_are_known(string property, bool isSingleFile, bool isReadyToRun)
    {
        DotNetProject app = Resolve("src/App/App.csproj", (property, "true"));
        Assert.Equal((isSingleFile, isReadyToRun), (app.IsSingleFile, app.IsReadyToRun));
    }

    [Theory]
    [InlineData("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestMajor" } } // newer ones, too""", "10.0.100")]
    [InlineData("src/global.json", """{ "sdk": { "allowPrerelease": false } }""", "")]
    public void The_nearest_global_json_says_which_SDK_is_asked_for(string path, string text, string expected)
    {
        solution.Write("global.json", """{ "sdk": { "version": "10.0.200", "rollForward": "latestMajor" } }""");
        solution.Write(path, text);
        Assert.Equal(expected, Resolve("src/App/App.csproj").SdkVersion);
    }

    [Theory]
    [InlineData("xunit.v3", true)]
    [InlineData("microsoft.net.test.sdk", true)]
    [InlineData("Serilog", false)]
    public void A_test_project_is_known_by_its_packages_before_they_are_restored(string package, bool expected)
    {
        solution.Write("tests/T/T.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        solution.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        DotNetProject project = Resolve("tests/T/T.csproj");
        Assert.Equal((expected, "Microsoft.Testing.Platform"), (project.IsTest, project.TestRunner));
    }

    [Fact]
    public void What_a_project_says_of_its_container_is_read_from_the_items_and_properties_of_the_SDKs_container_support()
    {
        solution.Write(
            "src/Directory.Build.props",
            """
            <Project>
              <Import Project="../Directory.Build.props" />
              <PropertyGroup>
                <Description>Sells things</Description>
                <PackageProjectUrl>https://shop.example</PackageProjectUrl>
                <PackageLicenseExpression>MIT</PackageLicenseExpression>
                <RepositoryUrl>https://git.example/shop.git</RepositoryUrl>
                <ContainerGenerateLabelsImageUrl>false</ContainerGenerateLabelsImageUrl>
                <ContainerUser>app</ContainerUser>
                <ContainerHealthCheck>dotnet;/app/Shop.App.dll;--health</ContainerHealthCheck>
              </PropertyGroup>
              <ItemGroup>
                <ContainerPort Include="5000" />
                <ContainerPort Include="53" Type="udp" />
                <ContainerEnvironmentVariable Include="TZ" Value="UTC" />
                <ContainerLabel Include="team" Value="a" />
                <ContainerLabel Include="org.opencontainers.image.version" Value="two" />
              </ItemGroup>
            </Project>
            """);
        ProjectContainer container = Resolve("src/App/App.csproj").Container;
        Assert.Equal(["5000/tcp", "53/udp"], container.Ports);
        Assert.Equal([new EnvironmentVariable("TZ", "UTC")], container.Variables);
        Assert.Equal(("app", "dotnet /app/Shop.App.dll --health"), (container.User, string.Join(' ', container.HealthCheck)));
        Assert.Equal(
            [
                "org.opencontainers.image.description=Sells things", "org.opencontainers.image.licenses=MIT", "org.opencontainers.image.source=https://git.example/shop",
                "org.opencontainers.image.title=Shop.App", "org.opencontainers.image.version=two", "team=a",
            ],
            container.Labels.Select(label => $"{label.Key}={label.Value}"));
    }

    [Fact]
    public void A_project_that_says_nothing_of_its_container_has_a_title_and_a_version()
    {
        ProjectContainer container = Resolve("src/App/App.csproj").Container;
        Assert.Equal(["org.opencontainers.image.title=Shop.App", "org.opencontainers.image.version=2.3.4"], container.Labels.Select(label => $"{label.Key}={label.Value}"));
        Assert.True(container is { Ports: [], Variables: [], User: "", HealthCheck: [] });
        Assert.Empty(Resolve("src/App/App.csproj", ("ContainerGenerateLabels", "false")).Container.Labels);
    }

    [Fact]
    public void A_restore_reads_the_projects_of_the_closure_what_they_import_and_the_files_of_nuget() =>
        Assert.Equal(
            [
                "Directory.Build.props", "Directory.Packages.props", "NuGet.config", "global.json", "shared/common.props", "src/App/App.csproj", "src/App/packages.lock.json",
                "src/Core/Core.csproj", "src/Lib/Lib.csproj",
            ],
            Resolve("src/App/App.csproj").RestoreFiles);

    [Fact]
    public void Linked_files_outside_of_the_projects_folders_are_named()
    {
        solution.Write(".editorconfig", "root = true");
        Assert.Equal([".editorconfig", "shared/Shared.cs"], Resolve("src/App/App.csproj").OutsideFiles);
    }

    [Fact]
    public void Of_several_frameworks_one_is_chosen_by_name()
    {
        SeveralFrameworksException error = Assert.Throws<SeveralFrameworksException>(() => Resolve("src/Lib/Lib.csproj"));
        Assert.Equal(("BK2572", "src/Lib/Lib.csproj can be built for net10.0, netstandard2.0"), (error.Code, error.Message));
        DotNetProject library = Resolve("src/Lib/Lib.csproj", ("TargetFramework", "netstandard2.0"));
        Assert.Equal(("netstandard2.0", "Library"), (library.TargetFramework, library.OutputType));
        Assert.Equal(["net10.0", "netstandard2.0"], library.TargetFrameworks);
    }

    [Fact]
    public void What_MSBuild_finds_wrong_is_said_with_its_file_and_line()
    {
        solution.Write("src/Core/Core.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <Import Project=\"missing.props\" />\n</Project>");
        BuildKitException error = Assert.Throws<BuildKitException>(() => Resolve("src/App/App.csproj"));
        Assert.Equal("BK2570", error.Code);
        Assert.StartsWith("src/App/App.csproj cannot be evaluated: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("src/Core/Core.csproj(2,3): MSB4019", error.Advice);
    }

    [Fact]
    public void An_SDK_that_is_not_there_is_named()
    {
        solution.Write("global.json", """{ "sdk": { "version": "3.0.100", "rollForward": "disable" } }""");
        BuildKitException error = Assert.Throws<BuildKitException>(() => Resolve("src/App/App.csproj"));
        Assert.Equal(
            ("BK2571", "no .NET SDK can evaluate src/App/App.csproj: global.json asks for SDK 3.0.100, which is not installed"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("src/Nothing/Nothing.csproj", "there is no file 'src/Nothing/Nothing.csproj' in the context")]
    [InlineData("../App.csproj", "'../App.csproj' lies outside of the context")]
    [InlineData("src/App", "'src/App' is none of .csproj, .fsproj, .vbproj")]
    public void What_is_no_project_of_the_context_is_an_error(string path, string message)
    {
        BuildKitException error = Assert.Throws<BuildKitException>(() => Resolve(path));
        Assert.Equal(("BK2573", message), (error.Code, error.Message));
    }

    [Fact]
    public void What_was_evaluated_is_not_evaluated_again_before_something_that_it_follows_from_changes()
    {
        Assert.Equal("2.3.4", Resolve("src/App/App.csproj").Version);
        Assert.Equal("2.3.4", Known().Version);

        solution.Write("src/App/New.cs", "");
        solution.Write("src/Alone/Alone.csproj", "<broken");
        Assert.Equal("2.3.4", Known().Version);

        solution.Write("Directory.Build.props", "<Project><PropertyGroup><Version>3.0.0</Version></PropertyGroup></Project>");
        Assert.Equal("3.0.0", Resolve("src/App/App.csproj").Version);
        Assert.Equal("3.0.0", Known().Version);

        // A file that nobody read before, of a name that MSBuild looks for.
        solution.Write("src/Directory.Build.props", "<Project><PropertyGroup><Version>4.0.0</Version></PropertyGroup></Project>");
        Assert.Equal("4.0.0", Resolve("src/App/App.csproj").Version);
    }

    [Fact]
    public void Variables_of_the_invoker_are_no_properties()
    {
        var environment = Environment().ToDictionary();
        environment["Version"] = "9.9.9";
        Assert.Equal("2.3.4", Evaluator(Program, environment).Resolve(Query("src/App/App.csproj")).Version);
    }

    [Theory]
    [InlineData("All.slnx", "<Solution><Folder Name=\"/src/\"><Project Path=\"src/Lib/Lib.csproj\" /></Folder><Project Path=\"src\\App\\App.csproj\" /></Solution>")]
    [InlineData("All.sln", """
        Microsoft Visual Studio Solution File, Format Version 12.00
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Lib", "src\Lib\Lib.csproj", "{5B5A5A5A-0000-0000-0000-000000000001}"
        EndProject
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{5B5A5A5A-0000-0000-0000-000000000002}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "App", "src\App\App.csproj", "{5B5A5A5A-0000-0000-0000-000000000003}"
        EndProject
        """)]
    public void A_solution_names_its_projects_in_both_formats(string name, string text)
    {
        solution.Write(name, text);
        Assert.Equal(["src/App/App.csproj", "src/Lib/Lib.csproj"], Evaluator(Program).ProjectsOf(name));
    }

    [Fact]
    public void A_solution_that_is_no_XML_is_an_error()
    {
        solution.Write("All.slnx", "<Solution>");
        Assert.Equal("BK2573", Assert.Throws<BuildKitException>(() => Evaluator(Program).ProjectsOf("All.slnx")).Code);
    }

    private static Dictionary<string, string> Environment() => Variables
        .Select(name => KeyValuePair.Create(name, System.Environment.GetEnvironmentVariable(name)))
        .Where(variable => variable.Value is not null).ToDictionary(variable => variable.Key, variable => variable.Value!);

    private static ProjectQuery Query(string path, params (string Name, string Value)[] properties) =>
        new(path, properties.ToImmutableSortedDictionary(property => property.Name, property => property.Value));

    private ProjectEvaluator Evaluator(string program, Dictionary<string, string>? environment = null) =>
        new(solution.Folder, new ProjectMemory(memory), new ProjectProcess(program, environment ?? Environment(), TestContext.Current.CancellationToken));

    private DotNetProject Resolve(string path, params (string Name, string Value)[] properties) => Evaluator(Program).Resolve(Query(path, properties));

    /// <summary>Where no process can be started.</summary>
    private DotNetProject Known() => Evaluator("/nothing.dll").Resolve(Query("src/App/App.csproj"));
}
