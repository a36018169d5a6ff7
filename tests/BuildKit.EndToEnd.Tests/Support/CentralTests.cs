namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A project of tests in a solution with central package management, which adds the versions that only tests need to those of all.</summary>
public static class CentralTests
{
    /// <summary>Where <see cref="AddAsync"/> puts the project.</summary>
    public const string ProjectFile = "tests/Unit.Tests/Unit.Tests.csproj";

    /// <summary>Adds the project to a solution.</summary>
    /// <param name="folder">The solution's.</param>
    /// <param name="library">The project that is tested, below <c>src</c>.</param>
    /// <param name="tests">The methods of the tests.</param>
    /// <returns>The file with the tests.</returns>
    public static async Task<string> AddAsync(string folder, string library, string tests)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        string project = Path.Combine(folder, ProjectFile);
        string source = Path.Combine(Directory.CreateDirectory(Path.GetDirectoryName(project)!).FullName, "UnitTests.cs");
        await File.WriteAllTextAsync(Path.Combine(folder, "tests", "Directory.Packages.props"), """
            <Project>
              <Import Project="../Directory.Packages.props" />
              <ItemGroup>
                <PackageVersion Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
                <PackageVersion Include="xunit" Version="2.9.3" />
                <PackageVersion Include="xunit.runner.visualstudio" Version="3.1.5" />
              </ItemGroup>
            </Project>
            """, ct);
        await File.WriteAllTextAsync(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" />
                <PackageReference Include="xunit" />
                <PackageReference Include="xunit.runner.visualstudio" />
                <ProjectReference Include="../../src/{library}/{library}.csproj" />
              </ItemGroup>
            </Project>
            """, ct);
        await File.WriteAllTextAsync(source, $"public sealed class UnitTests\n{{\n{tests}\n}}\n", ct);
        return source;
    }
}
