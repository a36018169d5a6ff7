using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class DotNetBaseTests
{
    private static readonly DotNetProject Web = new() { Path = "A.csproj", AssemblyName = "A", TargetFramework = "net10.0", OutputType = "Exe", IsWeb = true };

    public static TheoryData<string, string, DotNetProject> Bases => new()
    {
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/aspnet:10.0", Web },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/runtime:8.0", Web with { TargetFramework = "net8.0", IsWeb = false } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/runtime:3.1", Web with { TargetFramework = "netcoreapp3.1", IsWeb = false } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/runtime-deps:10.0", Web with { IsSelfContained = true } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/runtime-deps:10.0", Web with { IsSelfContained = true, IsAot = true } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/aspnet:10.0-alpine", Web with { RuntimeIdentifiers = ["linux-musl-x64"] } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/aspnet:10.0", Web with { RuntimeIdentifiers = ["linux-musl-arm64"] } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/aspnet:10.0", Web with { RuntimeIdentifiers = ["linux-x64", "linux-musl-x64"] } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine-extra", Web with { RuntimeIdentifiers = ["linux-musl-x64"], IsSelfContained = true } },
        { "DotNet.Runtime(a)", "mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine", Web with { RuntimeIdentifiers = ["linux-musl-x64"], IsSelfContained = true, IsInvariant = true } },
        { "DotNet.Runtime(a, variant: \"\")", "mcr.microsoft.com/dotnet/aspnet:10.0", Web with { RuntimeIdentifiers = ["linux-musl-x64"] } },
        { "DotNet.Runtime(a, variant: \"noble-chiseled\")", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", Web },
        { "DotNet.Runtime(a, variant: \"noble-chiseled\")", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", Web with { IsInvariant = true } },
        { "DotNet.Runtime(a, variant: \"noble-chiseled-extra\")", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", Web },
        { "DotNet.Runtime(a, variant: \"jammy-chiseled\")", "mcr.microsoft.com/dotnet/aspnet:7.0-jammy-chiseled", Web with { TargetFramework = "net7.0" } },
        { "DotNet.Runtime(a, family: \"localhost:5000/mirror/\")", "localhost:5000/mirror/aspnet:10.0", Web },
        { "DotNet.Runtime(a, family: \"dotnet\", variant: \"mine\")", "dotnet/aspnet:10.0-mine", Web },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:10.0", Web },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:10.0", Web with { TargetFramework = "net8.0", TargetFrameworks = ["net8.0", "net10.0", "netstandard2.0", "net48"] } },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:10.0", Web with { TargetFramework = "net8.0", SdkVersion = "10.0.401" } },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:10.0", Web with { TargetFramework = "net10.0-windows", SdkVersion = "9.0.100-rc.1.1" } },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:9.0", Web with { TargetFramework = "netstandard2.0", OutputType = "Library", SdkVersion = "9.0.100-rc.1.1" } },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:10.0-aot", Web with { IsSelfContained = true, IsAot = true } },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:10.0-alpine-aot", Web with { IsSelfContained = true, IsAot = true, RuntimeIdentifiers = ["linux-musl-x64"] } },
        { "DotNet.Sdk(a)", "mcr.microsoft.com/dotnet/sdk:9.0", Web with { IsSelfContained = true, IsAot = true, TargetFramework = "net9.0" } },
        { "DotNet.Sdk(a, family: \"m/dotnet\", variant: \"noble\")", "m/dotnet/sdk:10.0-noble", Web },
    };

    [Theory]
    [MemberData(nameof(Bases), DisableDiscoveryEnumeration = true)]
    public void A_base_is_what_the_project_and_the_arguments_say(string expression, string expected, DotNetProject project) =>
        Assert.Equal(expected, Pulled($"stage X from {expression} {{ }}", project));

    [Theory]
    [InlineData("var base = DotNet.Sdk(a); stage X from base { }")]
    [InlineData("param bool slim = false; stage X from slim ? scratch : DotNet.Sdk(a) { }")]
    [InlineData("stage X from scratch { Copy(\"/usr\", to: \"/\", from: DotNet.Sdk(a)); }")]
    public void It_stands_wherever_a_base_may_stand(string buildfile) => Assert.Equal("mcr.microsoft.com/dotnet/sdk:10.0", Pulled(buildfile, Web));

    [Fact]
    public void It_is_pulled_by_the_step_of_a_reference_written_by_hand()
    {
        Step[] steps = [.. Evaluate.Graph(
            "var a = DotNet.Project(\"A.csproj\"); stage X from DotNet.Sdk(a) { Copy(\"/x\", to: \"/\", from: \"mcr.microsoft.com/dotnet/sdk:10.0\"); }", Facts(Web)).Steps];
        Assert.Single(steps, step => step is PullStep);
    }

    [Theory]
    [InlineData("Runtime", "net10.0", "Library", "BK2574", "A.csproj is a library, and there is nothing in it that a base could run")]
    [InlineData("Runtime", "net48", "Exe", "BK2575", "A.csproj is for net48, and there is no Linux image of that")]
    [InlineData("Runtime", "net4.8", "Exe", "BK2575", "A.csproj is for net4.8, and there is no Linux image of that")]
    [InlineData("Runtime", "net10.0-windows", "WinExe", "BK2575", "A.csproj is for net10.0-windows, and there is no Linux image of that")]
    [InlineData("Sdk", "netstandard2.0", "Library", "BK2575", "nothing says which SDK builds A.csproj, which is for netstandard2.0")]
    public void What_has_no_image_is_an_error_at_the_project(string name, string framework, string output, string code, string message)
    {
        Diagnostic error = Evaluate.Error(
            $"var a = DotNet.Project(\"A.csproj\"); stage X from DotNet.{name}(a) {{ }}", Facts(Web with { TargetFramework = framework, OutputType = output }));
        Assert.Equal((code, message, "a"), (error.Code, error.Message, error.Span.Text));
        Assert.Single(error.Notes);
    }

    [Fact]
    public void A_family_that_makes_no_reference_is_an_error_at_the_base() => Assert.Equal(
        "BK2520", Evaluate.Error("var a = DotNet.Project(\"A.csproj\"); stage X from DotNet.Sdk(a, family: \"My Mirror\") { }", Facts(Web)).Code);

    private static FixedFacts Facts(DotNetProject project) => new() { Projects = new Dictionary<string, DotNetProject> { ["A.csproj"] = project } };

    private static string Pulled(string buildfile, DotNetProject project) =>
        Evaluate.Graph($"var a = DotNet.Project(\"A.csproj\"); {buildfile}", Facts(project)).Steps.OfType<PullStep>().Single().Reference.ToString();
}
