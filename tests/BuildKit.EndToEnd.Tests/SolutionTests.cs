using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What small changes of a large solution run again, and what they do not.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class SolutionTests(GeneratedSolution solution) : IClassFixture<GeneratedSolution>
{
    [Fact]
    public async Task A_changed_line_of_the_service_restores_nothing_and_changes_the_layer_of_the_app_alone()
    {
        Dictionary<string, string> before = await solution.LayersAsync();
        int evaluations = solution.Evaluations;

        await SourceEdit.ReplaceAsync(Path.Combine(solution.Folder, "src", "Api", "Program.cs"), "Change 0", "Change 1");
        BuildRun changed = await solution.BuildAsync();

        Assert.Equal(["Copy src/Api", "Exec dotnet publish", "Copy /publish/app"], changed.Ran.Select(step => string.Join(' ', step.Split(' ').Take(step.StartsWith("Exec", StringComparison.Ordinal) ? 3 : 2))));
        Assert.Equal("the content of what it reads changed: /src/src/Api/Program.cs", changed.Reasons.First());
        Assert.Contains(changed.Cached, step => step.Contains("dotnet restore", StringComparison.Ordinal));
        Dictionary<string, string> after = await solution.LayersAsync();
        Assert.Equal(before.Keys, after.Keys);
        Assert.Contains("Copy /publish/packages to /", after.Keys);
        Assert.Contains("Copy /publish/references to /", after.Keys);
        Assert.Contains("Copy /publish/content to /", after.Keys);
        Assert.Equal(["Copy /publish/app to /"], after.Except(before).Select(layer => layer.Key));
        Assert.Equal(evaluations, solution.Evaluations);
    }

    [Fact]
    public async Task A_changed_line_of_a_library_compiles_that_library_alone_and_gives_what_a_build_from_nothing_gives()
    {
        Dictionary<string, string> before = await solution.LayersAsync();

        await SourceEdit.ReplaceAsync(Path.Combine(solution.Folder, "src", "Part29", "Number1.cs"), "(x * 29)", "(x * 30)");
        BuildRun changed = await solution.BuildAsync();

        Assert.Contains("buildkit: 28 of 29 referenced projects are compiled already, if the others show the same.", changed.Output);
        Assert.Equal(["Copy /publish/references to /"], (await solution.LayersAsync()).Except(before).Select(layer => layer.Key));
        Assert.Equal((await solution.BuildAsync("--no-cache")).DigestOf("App"), changed.DigestOf("App"));
    }

    [Fact]
    public async Task A_new_project_that_nothing_refers_to_runs_nothing()
    {
        string lonely = Directory.CreateDirectory(Path.Combine(solution.Folder, "src", "Lonely")).FullName;
        await File.WriteAllTextAsync(Path.Combine(lonely, "Lonely.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(lonely, "Lonely.cs"), "internal static class Lonely;", TestContext.Current.CancellationToken);

        Assert.Empty((await solution.BuildAsync()).Ran);
    }

    [Fact]
    public async Task Another_version_of_a_package_for_all_projects_is_restored_and_the_plan_says_why()
    {
        string versions = Path.Combine(solution.Folder, "Directory.Packages.props");
        int evaluations = solution.Evaluations;
        await SourceEdit.ReplaceAsync(versions, "\"13.0.1\"", "\"13.0.3\"");
        JsonElement[] plan = await solution.PlanAsync();
        JsonElement restore = plan.Single(step => Text(step, "display").StartsWith("Exec dotnet restore", StringComparison.Ordinal));
        Assert.Equal("depends", Text(restore, "forecast"));
        JsonElement cause = plan[restore.GetProperty("after").GetInt32()];
        Assert.Equal("runs", Text(cause, "forecast"));
        Assert.Equal(["/src/Directory.Packages.props"], cause.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal(evaluations + 1, solution.Evaluations);

        await SourceEdit.ReplaceAsync(versions, "\"13.0.3\"", "\"13.0.1\"");
        Assert.All(await solution.PlanAsync(), step => Assert.Equal("cached", Text(step, "forecast")));
    }

    [Fact]
    public async Task What_is_built_is_known_whole_and_no_project_is_evaluated_again()
    {
        int evaluations = solution.Evaluations;
        BuildRun warm = await solution.BuildAsync();

        Assert.Empty(warm.Ran);
        Assert.Contains(warm.Cached, step => step.Contains("dotnet restore", StringComparison.Ordinal));
        Assert.Contains(warm.Cached, step => step.Contains("dotnet publish", StringComparison.Ordinal));
        Assert.NotEqual(0, evaluations);
        Assert.Equal(evaluations, solution.Evaluations);
    }

    private static string Text(JsonElement step, string name) => step.GetProperty(name).GetString()!;
}
