using System.Xml.Linq;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>The test that examples/webapi declares, run by the installed tool on the real service.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class SmokeTests(Workshop workshop)
{
    [Fact]
    public async Task The_service_is_started_asked_and_known_to_pass_until_its_image_is_another()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-test");
        string report = Path.Combine(workshop.Folder, "webapi-test.xml");
        CommandResult first = (await TestAsync(folder, "--junit", report)).ShouldExit(0);
        Assert.Contains("[Smoke] PASSED in ", first.Output, StringComparison.Ordinal);
        Assert.Matches(@"\[Smoke\] \d+\.\d\d healthy\n", first.Output);
        Assert.Contains("service: ", first.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 passed, 0 failed\n", first.Output, StringComparison.Ordinal);
        XElement suite = XDocument.Load(report).Root!.Element("testsuite")!;
        Assert.Equal(("Api", "Smoke", "0"), ((string?)suite.Attribute("name"), (string?)suite.Element("testcase")?.Attribute("name"), (string?)suite.Attribute("failures")));

        CommandResult second = (await TestAsync(folder)).ShouldExit(0);
        Assert.Contains("[Smoke] PASSED before on this image", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("service: ", second.Output, StringComparison.Ordinal);

        // The greeting is not what the test asks for, but another image is another image.
        await SourceEdit.ReplaceAsync(Path.Combine(folder, "src", "Greetings", "Greeting.cs"), "Hello, ", "Good day, ");
        Assert.Contains("[Smoke] PASSED in ", (await TestAsync(folder)).ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_service_that_is_not_well_or_does_not_start_fails_its_test_with_its_own_words()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-test-fails");
        string program = Path.Combine(folder, "src", "Api", "Program.cs");
        await SourceEdit.ReplaceAsync(program, "\"healthy\"", "\"unwell\"");
        CommandResult unwell = (await TestAsync(folder)).ShouldExit(1);
        Assert.EndsWith("\n0 passed, 1 failed\n", unwell.Output, StringComparison.Ordinal);
        Assert.Contains("error BK4204: test Smoke: The command exited with code 1.", unwell.Error, StringComparison.Ordinal);
        Assert.Contains("output of the service", unwell.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(program, "throw new System.InvalidOperationException(\"no configuration\");\n", TestContext.Current.CancellationToken);
        CommandResult crash = (await TestAsync(folder)).ShouldExit(1);
        Assert.Contains("error BK4212: test Smoke: The service was ended by signal 6 before it was ready.", crash.Error, StringComparison.Ordinal);
        Assert.Contains("no configuration", crash.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("runc", Traits = ["Form", "either"])]
    [InlineData("crun", Traits = ["Form", "either"])]
    public async Task An_ordinary_user_tests_an_image_in_each_runtime_and_leaves_nothing(string runtime)
    {
        if (runtime != "embedded")
        {
            Repository.Needs(runtime);
        }

        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        CommandResult first = (await trial.AsUser("test", "--runtime", runtime).RunAsync()).ShouldExit(0);
        Assert.Matches(@"\[Reach\] \d+\.\d\d 1654\n", first.Output);
        Assert.EndsWith("\n1 passed, 0 failed\n", first.Output, StringComparison.Ordinal);

        // What passed needs no namespace, and so no launcher.
        CommandResult known = (await trial.AsUser("test").With("BUILDKIT_SANDBOX", "/no/such/launcher").RunAsync()).ShouldExit(0);
        Assert.Contains("[Reach] PASSED before on this image", known.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(trial.Store, "tmp")));
    }

    private Task<CommandResult> TestAsync(string folder, params string[] more) =>
        Workshop.BuildKit(workshop.Store, ["test", "--progress", "plain", .. workshop.Bases, .. more]).In(folder).RunAsync();
}
