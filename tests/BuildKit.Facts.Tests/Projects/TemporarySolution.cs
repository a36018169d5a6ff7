namespace BuildKit.Facts.Tests.Projects;

/// <summary>
/// A solution in a folder of its own: App (web) stands on Lib (two frameworks), Lib on Core; Alone stands on nothing. Versions of packages are central.
/// Nothing of it is restored.
/// </summary>
internal sealed class TemporarySolution : IDisposable
{
    public TemporarySolution()
    {
        Folder = Directory.CreateTempSubdirectory("buildkit-projects-").FullName;
        Write("global.json", "{ }");
        Write("NuGet.config", "<configuration />");
        Write("Directory.Build.props", "<Project><PropertyGroup><Version>2.3.4</Version></PropertyGroup></Project>");
        Write(
            "Directory.Packages.props",
            """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="Serilog" Version="4.0.0" /><PackageVersion Include="Polly" Version="8.0.0" /></ItemGroup>
            </Project>
            """);
        Write("shared/Shared.cs", "");
        Write("shared/common.props", "<Project><PropertyGroup><AssemblyName>Shop.App</AssemblyName></PropertyGroup></Project>");
        Write(
            "src/App/App.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <Import Project="../../shared/common.props" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifiers>linux-x64;linux-arm64</RuntimeIdentifiers>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Serilog" />
                <PackageReference Include="Polly" VersionOverride="8.1.0" />
                <ProjectReference Include="..\Lib\Lib.csproj" />
                <Compile Include="../../shared/Shared.cs" Link="Shared.cs" />
              </ItemGroup>
            </Project>
            """);
        Write("src/App/Program.cs", "");
        Write("src/App/packages.lock.json", "{ }");
        Write(
            "src/Lib/Lib.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Core/Core.csproj" /></ItemGroup>
            </Project>
            """);
        Write("src/Core/Core.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>""");
        Write("src/Alone/Alone.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
    }

    public string Folder { get; }

    public void Write(string path, string text)
    {
        string file = Path.Combine(Folder, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
