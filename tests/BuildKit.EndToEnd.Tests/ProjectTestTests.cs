using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary><c>DotNet.Test</c>: a real test project, built and run on the SDK beside the image.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class ProjectTestTests(Workshop workshop)
{
    [Fact]
    public async Task Tests_pass_once_for_their_sources_fail_by_name_with_their_reports_and_are_evidence_for_a_release()
    {
        await using Registry staging = await Registry.StartAsync(Path.Combine(workshop.Folder, "project-tests-staging"));
        string folder = workshop.Project("project-tests", """
            param string family = "";
            param string text = "one";
            param string dev = "localhost:1";
            param string staging = "localhost:1";
            var tests = DotNet.Project("tests/Unit.Tests/Unit.Tests.csproj");

            image Api from scratch { Write("/text", text); }
            test Unit of Api { DotNet.Test(tests, sdk: DotNet.Sdk(tests, family: family)); }
            environment Dev { Registry($"{dev}/dev/tested"); }
            environment Staging { After(Dev); Registry($"{staging}/staging/tested"); Require(Passed(Unit)); }
            """);
        string tests = Directory.CreateDirectory(Path.Combine(folder, "tests", "Unit.Tests")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tests, "Unit.Tests.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="coverlet.collector" Version="6.0.4" />
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
                <PackageReference Include="xunit" Version="2.9.3" />
                <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        string source = Path.Combine(tests, "SumTests.cs");
        await File.WriteAllTextAsync(source, """
            public sealed class SumTests
            {
                [Xunit.Fact] public void Two_and_two_are_four() => Xunit.Assert.Equal(4, 2 + 2);
                [Xunit.Fact] public void One_and_one_are_two() => Xunit.Assert.True(1 + 1 == 2, "the sum is another");
            }
            """, TestContext.Current.CancellationToken);

        CommandResult passed = (await TestAsync(folder, "--reports", "out")).ShouldExit(0);
        Assert.Contains("[Unit] PASSED in ", passed.Output, StringComparison.Ordinal);
        string[] reports = [.. Directory.EnumerateFiles(Path.Combine(folder, "out", "Unit"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Distinct().Order(StringComparer.Ordinal)!];
        Assert.Equal(["Unit.Tests.trx", "coverage.cobertura.xml"], reports);

        // What the tests say follows from their sources, whatever the image.
        CommandResult known = (await TestAsync(folder, "--set", "text=two")).ShouldExit(0);
        Assert.Contains("[Unit] PASSED before ", known.Output, StringComparison.Ordinal);

        (await DeliverAsync("deploy", "Dev")).ShouldExit(0);
        (await DeliverAsync("promote", "Staging")).ShouldExit(0);

        await SourceEdit.ReplaceAsync(source, "1 + 1 == 2", "1 + 1 == 3");
        CommandResult failed = (await TestAsync(folder)).ShouldExit(1);
        Assert.Contains("SumTests.One_and_one_are_two", failed.Error, StringComparison.Ordinal);
        Assert.Contains("the sum is another", failed.Error, StringComparison.Ordinal);
        Assert.Matches(@"CACHED .*dotnet restore|dotnet restore.* CACHED", failed.Output);
        string report = Path.Combine(folder, "buildkit-reports", "Unit", "step-1", "TestResults", "Unit.Tests.trx");
        Assert.Contains("the sum is another", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (await DeliverAsync("deploy", "Dev", "--set", "text=three")).ShouldExit(0);
        CommandResult refused = (await DeliverAsync("promote", "Staging", "--set", "text=three")).ShouldExit(1);
        Assert.Contains("error BK6005: The release may not enter Staging: Passed(Unit) does not hold, ", refused.Error, StringComparison.Ordinal);

        Task<CommandResult> DeliverAsync(string command, string environment, params string[] more) => Workshop
            .BuildKit(workshop.Store, [command, environment, .. workshop.Bases, "--set", $"dev={workshop.Registry.Address}", "--set", $"staging={staging.Address}", .. more]).In(folder).RunAsync();
    }

    private Task<CommandResult> TestAsync(string folder, params string[] more) =>
        Workshop.BuildKit(workshop.Store, ["test", "--progress", "plain", .. workshop.Bases, .. more]).In(folder).RunAsync();
}
