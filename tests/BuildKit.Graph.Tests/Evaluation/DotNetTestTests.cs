using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Tests.Evaluation;

/// <summary><c>DotNet.Test</c> in a test: what is built aside, and the step that runs it.</summary>
public sealed class DotNetTestTests
{
    private static readonly DotNetProject Project = new()
    {
        Path = "tests/Api.Tests/Api.Tests.csproj",
        Properties = ImmutableSortedDictionary<string, string>.Empty.Add("Configuration", "Release"),
        AssemblyName = "Api.Tests",
        TargetFramework = "net10.0",
        TargetFrameworks = ["net10.0"],
        IsTest = true,
        Packages = ["Microsoft.NET.Test.Sdk/18.0.0", "xunit/2.9.3"],
        RestoreFiles = ["tests/Api.Tests/Api.Tests.csproj"],
    };

    [Fact]
    public void The_project_is_restored_and_built_on_the_SDK_and_tested_without_the_network()
    {
        BuildGraph graph = Graph(Project, "DotNet.Test(tests);");
        TestTarget test = graph.Targets.OfType<TestTarget>().Single();
        var step = (RunStep)graph[Assert.Single(test.Steps)];
        Assert.False(test.IsOnImage(step));
        Assert.Equal([test.Result, step.Parent], test.Reads(graph));
        Step[] all = [.. BehindOf(graph, step).Reverse(), step];
        Assert.Equal(
            [
                "mcr.microsoft.com/dotnet/sdk:10.0",
                "Copy tests/Api.Tests/Api.Tests.csproj to /src/",
                "Exec dotnet restore /src/tests/Api.Tests/Api.Tests.csproj -p:Configuration=Release",
                "Copy tests/Api.Tests to /src/",
                "Exec dotnet build /src/tests/Api.Tests/Api.Tests.csproj --no-restore -p:Configuration=Release",
                "Exec dotnet test /src/tests/Api.Tests/Api.Tests.csproj --no-build --results-directory /TestResults -p:Configuration=Release --logger trx;LogFileName=Api.Tests.trx -- RunConfiguration.TreatNoTestsAsError=true",
            ],
            all.Select(one => one is PullStep pull ? pull.Reference.ToString() : one.Display));
        Assert.Equal([true, false, false], all.OfType<RunStep>().Select(run => run.Options.Network.IsHost));
        Assert.Equal(["/TestResults"], step.Options.Reports);
    }

    [Fact]
    public void Steps_behind_it_go_on_in_the_image()
    {
        BuildGraph graph = Graph(Project, "Run(\"one\"); DotNet.Test(tests, sdk: Sdk, env: new { URL = \"http://localhost:8080\" }, timeout: \"5m\"); Run(\"two\");", "stage Sdk from \"my/sdk:1\" { }");
        TestTarget test = graph.Targets.OfType<TestTarget>().Single();
        RunStep[] steps = [.. test.Steps.Select(step => (RunStep)graph[step])];
        Assert.Equal([true, false, true], steps.Select(test.IsOnImage));
        Assert.Equal(test.Steps[0], steps[2].Parent);
        Assert.Equal("my/sdk:1", BehindOf(graph, steps[1]).OfType<PullStep>().Single().Reference.ToString());
        Assert.Contains(steps[1].Options.Env, variable => variable.ToString() == "URL=http://localhost:8080");
        Assert.Equal(TimeSpan.FromMinutes(5), steps[1].Options.Timeout);
    }

    [Theory]
    [InlineData("", "coverlet.collector/6.0.0;JunitXml.TestLogger/6.0.0", "", "--logger trx;LogFileName=Api.Tests.trx --logger junit;LogFileName=Api.Tests.xml --collect XPlat Code Coverage")]
    [InlineData("Microsoft.Testing.Platform", "xunit.v3/4.0.0", "", "--report-xunit-trx --report-xunit-junit")]
    [InlineData("Microsoft.Testing.Platform", "xunit.v3/3.2.0", "", "--report-xunit-trx")]
    [InlineData("microsoft.testing.platform", "MSTest/4.0.0", ", filter: \"A\"", "--report-trx --coverage --filter A")]
    [InlineData("Microsoft.Testing.Platform", "NUnit/4.0.0;Microsoft.Testing.Extensions.TrxReport/2.0.0;coverlet.MTP", "", "--report-trx --coverlet")]
    [InlineData("Microsoft.Testing.Platform", "Own/1.0.0", ", arguments: [\"--own\", \"b\"]", "--own b")]
    [InlineData("VSTest", "xunit/2.9.3", ", filter: \"Name=A\", arguments: [\"--blame\"]", "--logger trx;LogFileName=Api.Tests.trx --filter Name=A --blame")]
    public void Each_report_is_written_that_the_project_has_a_package_for(string runner, string packages, string arguments, string expected)
    {
        BuildGraph graph = Graph(Project with { TestRunner = runner, Packages = [.. packages.Split(';')] }, $"DotNet.Test(tests{arguments});");
        var step = (RunStep)graph[graph.Targets.OfType<TestTarget>().Single().Steps[0]];
        bool isPlatform = runner.StartsWith('M') || runner.StartsWith('m');
        Assert.Equal(isPlatform ? "/src/tests/Api.Tests" : null, step.Options.Dir);
        Assert.Equal(
            $"Exec dotnet test {(isPlatform ? "--project " : "")}/src/tests/Api.Tests/Api.Tests.csproj --no-build --results-directory /TestResults -p:Configuration=Release {expected}"
            + (isPlatform ? "" : " -- RunConfiguration.TreatNoTestsAsError=true"),
            step.Display);
    }

    [Fact]
    public void A_project_without_tests_and_a_filter_that_the_framework_does_not_know_are_errors()
    {
        Assert.Equal(GraphDiagnosticCodes.NoTestProject, Error(Project with { IsTest = false }, "DotNet.Test(tests);").Code);
        Assert.Equal(
            GraphDiagnosticCodes.TestFilter,
            Error(Project with { TestRunner = "Microsoft.Testing.Platform", Packages = ["xunit.v3"] }, "DotNet.Test(tests, filter: \"A\");").Code);
        Assert.Equal(GraphDiagnosticCodes.NoDotNetImage, Error(Project with { TargetFramework = "", TargetFrameworks = [] }, "DotNet.Test(tests);").Code);
    }

    private static IEnumerable<Step> BehindOf(BuildGraph graph, Step step)
    {
        while (step.Inputs.Length > 0)
        {
            yield return step = graph[step.Inputs[0]];
        }
    }

    private static BuildGraph Graph(DotNetProject project, string body, string more = "") => Evaluate.Graph(Buildfile(body, more), Facts(project));

    private static Diagnostic Error(DotNetProject project, string body) => Evaluate.Error(Buildfile(body, ""), Facts(project));

    private static FixedFacts Facts(DotNetProject project) => new() { Projects = new Dictionary<string, DotNetProject> { [project.Path] = project } };

    private static string Buildfile(string body, string more) =>
        $"var tests = DotNet.Project(\"tests/Api.Tests/Api.Tests.csproj\"); {more} image Api from \"base:1\" {{ Write(\"/x\", \"y\"); }} test Unit of Api {{ {body} }}";
}
