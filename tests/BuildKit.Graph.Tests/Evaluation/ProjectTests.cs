using BuildKit.Graph.Facts;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class ProjectTests
{
    private static readonly FixedFacts Facts = new()
    {
        Projects = new Dictionary<string, DotNetProject>
        {
            ["src/Api/Api.csproj"] = new DotNetProject
            {
                Path = "src/Api/Api.csproj",
                Properties = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("Configuration", "Release"),
                AssemblyName = "Shop.Api",
                Version = "1.2.3",
                TargetFramework = "net10.0",
                TargetFrameworks = ["net10.0"],
                OutputType = "Exe",
                RuntimeIdentifiers = ["linux-x64"],
                IsWeb = true,
                Packages = ["Serilog/4.0.0"],
                References = ["src/Api/Parts/Parts.csproj", "src/Core/Core.csproj"],
                RestoreFiles = ["NuGet.config", "src/[x]/a*.props"],
                OutsideFiles = ["shared/Shared.cs"],
            },
            ["src/Core/Core.csproj"] = new DotNetProject { Path = "src/Core/Core.csproj", AssemblyName = "Shop.Core" },
        },
    };

    [Theory]
    [InlineData("api.Path", "src/Api/Api.csproj")]
    [InlineData("api.AssemblyName", "Shop.Api")]
    [InlineData("api.Version", "1.2.3")]
    [InlineData("api.TargetFramework", "net10.0")]
    [InlineData("api.TargetFrameworks[0]", "net10.0")]
    [InlineData("api.OutputType", "Exe")]
    [InlineData("api.RuntimeIdentifiers[0]", "linux-x64")]
    [InlineData("api.IsWeb ? \"yes\" : \"no\"", "yes")]
    [InlineData("$\"{api.IsTest}{api.IsSelfContained}{api.IsAot}{api.IsInvariant}\"", "FalseFalseFalseFalse")]
    [InlineData("string.Join(\",\", api.Packages)", "Serilog/4.0.0")]
    [InlineData("string.Join(\",\", api.References)", "src/Api/Parts/Parts.csproj,src/Core/Core.csproj")]
    [InlineData("string.Join(\",\", api.RestoreFiles)", @"NuGet.config,src/\[x]/a\*.props")]
    [InlineData("string.Join(\",\", api.Sources)", "src/Api,src/Core,shared/Shared.cs")]
    public void A_project_says_what_MSBuild_says_of_it(string expression, string expected) =>
        Assert.Equal(expected, Evaluate.Value(expression, "var api = DotNet.Project(\"src/Api/Api.csproj\");", Facts));

    [Fact]
    public void A_solutions_projects_are_a_list() => Assert.Equal(
        "Shop.Api Shop.Core",
        Evaluate.Value("string.Join(\" \", DotNet.Projects(\"All.slnx\").Select(path => DotNet.Project(path).AssemblyName))", facts: Facts));

    [Theory]
    [InlineData("", "Configuration=Release")]
    [InlineData(", configuration: \"Debug\"", "Configuration=Debug")]
    [InlineData(", properties: new { Flavour = \"blue\", Count = 2 }", "Configuration=Release Count=2 Flavour=blue")]
    [InlineData(", properties: new { configuration = \"Debug\" }, framework: \"net8.0\"", "configuration=Debug TargetFramework=net8.0")]
    public void A_project_is_asked_for_with_its_properties(string arguments, string expected)
    {
        var facts = new FixedFacts { Projects = Facts.Projects };
        _ = Evaluate.Value("api.Path", $"var api = DotNet.Project(\"src/Api/Api.csproj\"{arguments});", facts);
        Assert.Equal($"src/Api/Api.csproj {expected}", Assert.Single(facts.Asked, question => question != "git"));
    }

    [Fact]
    public void A_project_that_nothing_uses_is_not_asked_for()
    {
        var facts = new FixedFacts();
        _ = Evaluate.Text("var api = DotNet.Project(\"none.csproj\");\nimage X from scratch { }", facts);
        Assert.DoesNotContain(facts.Asked, question => question != "git");
    }

    [Fact]
    public void What_is_wrong_with_a_project_is_said_at_its_path_with_MSBuilds_place_as_a_note()
    {
        Diagnostic error = Evaluate.Error("var api = DotNet.Project(\"none.csproj\");\nimage X from scratch { Write(\"/x\", api.Path); }", new FixedFacts());
        Assert.Equal(("BK2573", "\"none.csproj\"", "a place in it"), (error.Code, error.Span.Text, Assert.Single(error.Notes).Message));
    }
}
