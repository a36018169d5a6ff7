using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary><c>DotNet.Test</c>: a real test project, built and run on the SDK beside the image.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class ProjectTestTests(Workshop workshop)
{
    [Fact]
    public async Task Tests_pass_once_for_their_sources_and_fail_by_name_with_their_reports()
    {
        string folder = workshop.Project("project-tests", """
            param string family = "";
            param string text = "one";
            param string mode = "";
            param string dev = "localhost:1";
            param string staging = "localhost:1";
            var tests = DotNet.Project("tests/Unit.Tests/Unit.Tests.csproj");

            image Api from scratch { Write("/text", text); }
            test Unit of Api { DotNet.Test(tests, sdk: DotNet.Sdk(tests, family: family), env: new { MODE = mode }); }
            environment Dev { Registry($"{dev}/dev/unit"); }
            environment Staging { After(Dev); Registry($"{staging}/staging/unit"); Require(Passed(Unit)); }
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

        // What the tests say follows from their sources, whatever the image; so it is evidence for this one, and for these tests only.
        await using Registry staging = await Registry.StartAsync(Path.Combine(workshop.Folder, "project-tests-staging"));
        string[] places = ["--set", $"dev={workshop.Registry.Address}", "--set", $"staging={staging.Address}"];
        CommandResult known = (await RunAsync(folder, ["deploy", "Dev", "--progress", "plain", .. places, "--set", "text=two"])).ShouldExit(0);
        Assert.Contains("[Unit] PASSED before ", known.Output, StringComparison.Ordinal);
        AssertRefused(await RunAsync(folder, ["promote", "Staging", .. places, "--set", "mode=other"]));
        (await RunAsync(folder, ["promote", "Staging", .. places])).ShouldExit(0);

        // A deployment to where nothing asks for the tests is not stopped by them.
        await SourceEdit.ReplaceAsync(source, "1 + 1 == 2", "1 + 1 == 3");
        CommandResult failed = (await RunAsync(folder, ["deploy", "Dev", "--progress", "plain", .. places, "--set", "text=three"])).ShouldExit(0);
        AssertRefused(await RunAsync(folder, ["promote", "Staging", .. places]));
        Assert.Contains("SumTests.One_and_one_are_two", failed.Error, StringComparison.Ordinal);
        Assert.Contains("the sum is another", failed.Error, StringComparison.Ordinal);
        Assert.Matches(@"CACHED .*dotnet restore|dotnet restore.* CACHED", failed.Output);
        string report = Path.Combine(folder, "buildkit-reports", "Unit", "step-1", "TestResults", "Unit.Tests.trx");
        Assert.Contains("the sum is another", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_of_Microsoft_Testing_Platform_write_their_report_whether_they_pass_or_fail()
    {
        string folder = workshop.Project("platform-tests", """
            param string family = "";
            var tests = DotNet.Project("tests/Unit.Tests/Unit.Tests.csproj");

            image Api from scratch { Write("/text", "one"); }
            test Unit of Api { DotNet.Test(tests, sdk: DotNet.Sdk(tests, family: family), env: new { SUM = "2" }); }
            test Broken of Api { DotNet.Test(tests, sdk: DotNet.Sdk(tests, family: family), env: new { SUM = "3" }); }
            """);
        string tests = Directory.CreateDirectory(Path.Combine(folder, "tests", "Unit.Tests")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "global.json"), """{ "test": { "runner": "Microsoft.Testing.Platform" } }""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(tests, "Unit.Tests.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="xunit.v3" Version="3.2.0" /></ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(tests, "SumTests.cs"), """
            public sealed class SumTests
            {
                [Xunit.Fact] public void One_and_one_are_the_sum() => Xunit.Assert.True($"{1 + 1}" == System.Environment.GetEnvironmentVariable("SUM"), "the sum is another");
            }
            """, TestContext.Current.CancellationToken);

        // The two differ in their last step only: they are restored and built once.
        CommandResult both = (await TestAsync(folder, "--reports", "out")).ShouldExit(1);
        Assert.Contains("[Unit] PASSED in ", both.Output, StringComparison.Ordinal);
        Assert.Contains("[Broken] FAILED after ", both.Output, StringComparison.Ordinal);
        foreach ((string test, bool fails) in ((string, bool)[])[("Unit", false), ("Broken", true)])
        {
            string report = Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "out", test), "*.trx", SearchOption.AllDirectories));
            string text = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
            Assert.Equal(fails, text.Contains("the sum is another", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Tests_of_the_examples_library_run_beside_its_service_and_fail_by_name_where_the_library_is_wrong()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-unit");
        await CentralTests.AddAsync(folder, "Greetings", """
                [Xunit.Fact] public void Ada_is_greeted() => Xunit.Assert.StartsWith("Hello, Ada!", Greetings.Greeting.For("ada", default));
            """);
        await File.AppendAllTextAsync(Path.Combine(folder, "Buildfile"), $$"""

            var unit = DotNet.Project("{{CentralTests.ProjectFile}}");

            test Unit of Api { DotNet.Test(unit, sdk: DotNet.Sdk(unit, family: family)); }
            """, TestContext.Current.CancellationToken);

        Assert.Contains("[Unit] PASSED in ", (await TestAsync(folder, "Unit")).ShouldExit(0).Output, StringComparison.Ordinal);

        await SourceEdit.ReplaceAsync(Path.Combine(folder, "src", "Greetings", "Greeting.cs"), "Hello, ", "Good day, ");
        CommandResult failed = (await TestAsync(folder, "Unit")).ShouldExit(1);
        Assert.Contains("UnitTests.Ada_is_greeted", failed.Error, StringComparison.Ordinal);
        Assert.Matches(@"CACHED .*dotnet restore|dotnet restore.* CACHED", failed.Output);
    }

    private static void AssertRefused(CommandResult promotion) => Assert.Contains(
        "error BK6005: The release may not enter Staging: Passed(Unit) does not hold, ", promotion.ShouldExit(1).Error, StringComparison.Ordinal);

    private Task<CommandResult> TestAsync(string folder, params string[] more) => RunAsync(folder, ["test", "--progress", "plain", .. more]);

    private Task<CommandResult> RunAsync(string folder, params string[] arguments) => Workshop.BuildKit(workshop.Store, [.. arguments, .. workshop.Bases]).In(folder).RunAsync();
}
