using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>Work on a large solution: a library's tests, and a watched service.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class SolutionWorkTests(GeneratedSolution solution) : IClassFixture<GeneratedSolution>
{
    [Fact]
    public async Task Tests_of_a_library_restore_nothing_for_a_changed_line_and_fail_by_name_where_the_library_is_wrong()
    {
        string tests = await CentralTests.AddAsync(solution.Folder, "Part25", """
                [Xunit.Fact] public void The_number_is_known() => Xunit.Assert.Equal(51, Parts.Part25Number1.Of(2));
            """);
        await File.WriteAllTextAsync(Path.Combine(solution.Folder, "Tests.Buildfile"), $$"""
            param string family;
            var tests = DotNet.Project("{{CentralTests.ProjectFile}}");
            image Library from scratch { Write("/name", tests.References[0]); }
            test Unit of Library { DotNet.Test(tests, sdk: DotNet.Sdk(tests, family: family)); }
            """, TestContext.Current.CancellationToken);

        Assert.Contains("[Unit] PASSED in ", (await TestAsync()).ShouldExit(0).Output, StringComparison.Ordinal);

        await SourceEdit.ReplaceAsync(tests, "51", "76");
        await SourceEdit.ReplaceAsync(tests, "Of(2)", "Of(3)");
        CommandResult again = (await TestAsync()).ShouldExit(0);
        Assert.Contains("[Unit] PASSED in ", again.Output, StringComparison.Ordinal);
        Assert.Matches(@"CACHED .*dotnet restore|dotnet restore.* CACHED", again.Output);

        await SourceEdit.ReplaceAsync(Path.Combine(solution.Folder, "src", "Part25", "Number1.cs"), "(x * 25)", "(x * 26)");
        CommandResult failed = (await TestAsync()).ShouldExit(1);
        Assert.Matches(@"CACHED .*dotnet restore|dotnet restore.* CACHED", failed.Output);
        Assert.Contains("UnitTests.The_number_is_known", failed.Error + failed.Output, StringComparison.Ordinal);
        string report = Assert.Single(Directory.EnumerateFiles(Path.Combine(solution.Folder, "out", "Unit"), "*.trx", SearchOption.AllDirectories));
        Assert.Contains("outcome=\"Failed\"", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_solution_is_built_again_with_the_reason_and_ends_when_it_is_interrupted()
    {
        string before = (await solution.BuildAsync()).DigestOf("App");
        await using Watch watch = await Watch.StartAsync(solution.BuildKit(["watch", "--progress", "json", .. solution.Bases]));

        await SourceEdit.ReplaceAsync(Path.Combine(solution.Folder, "src", "Api", "Program.cs"), "Change 0", "Watched");
        string change = await watch.ChangeAsync();
        (int exitCode, string output) = await watch.InterruptAsync();

        Assert.Contains("\nchanged: src/Api/Program.cs\n", change, StringComparison.Ordinal);
        Assert.Matches(@"\nwhy: \[App Api\.csproj \d/\d\] Copy src/Api .*: the content of what it reads changed: /src/src/Api/Program\.cs\n", change);
        Assert.Equal(130, exitCode);
        Assert.Contains("\"build.completed\"", output, StringComparison.Ordinal);
        BuildRun after = await solution.BuildAsync();
        Assert.Empty(after.Ran);
        Assert.NotEqual(before, after.DigestOf("App"));
    }

    private Task<CommandResult> TestAsync() => solution.BuildKit(["test", "-f", "Tests.Buildfile", "--progress", "plain", "--reports", "out", .. solution.Bases]).RunAsync();
}
