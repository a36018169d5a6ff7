using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>The package <c>BuildKit.MSBuild</c> on the example, from the files that it is packed of.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class MSBuildPackageTests(Workshop workshop)
{
    [Fact]
    public async Task A_project_and_its_solution_give_the_image_that_the_tool_gives_and_a_mistake_is_MSBuilds_error()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-msbuild");
        string package = Path.Combine(workshop.Folder, "msbuild");
        (await new Command("dotnet", "pack", Path.Combine(RepositoryFolder.Root, "src", "BuildKit.MSBuild"), "--no-build", "--configuration", "Release", "--output", package)
            .In(workshop.Folder).RunAsync()).ShouldExit(0);
        (await new Command("/bin/sh", "-ec", "python3 -m zipfile --extract *.nupkg files").In(package).RunAsync()).ShouldExit(0);

        // The package is in no registry of packages that a restore in a container could ask.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Directory.Build.targets"),
            "<Project><Import Project=\"$(BuildKitPackage)/build/BuildKit.MSBuild.targets\" Condition=\"'$(BuildKitPackage)' != ''\" /></Project>", TestContext.Current.CancellationToken);
        string digest = (await workshop.BuildAsync(folder, workshop.Store)).DigestOf("Api");

        CommandResult project = (await BuildAsync(folder, package, "src/Api", "-getProperty:BuildKitImageDigest")).ShouldExit(0);
        Assert.Equal(digest, project.Output.Trim());
        CommandResult solution = (await BuildAsync(folder, package, "WebApi.sln")).ShouldExit(0);
        Assert.Contains(digest, solution.Output, StringComparison.Ordinal);

        await SourceEdit.ReplaceAsync(Path.Combine(folder, "Buildfile"), "Publish(api, ", "Publish(ape, ");
        CommandResult failed = (await BuildAsync(folder, package, "src/Api")).ShouldExit(1);
        Assert.Matches(@"Buildfile\(\d+,\d+(-\d+)?\): error BK\d+: ", failed.Output);
    }

    private Task<CommandResult> BuildAsync(string folder, string package, string project, params string[] more) =>
        new Command("dotnet", [
            "build", project, "-t:BuildImage", $"-p:BuildKitPackage={package}/files", $"-p:BuildKitCommand={Repository.Tool}", $"-p:BuildKitParameters=family={workshop.Family}", "--nologo", .. more,
        ]).In(folder).With("BUILDKIT_HOME", workshop.Store).RunAsync();
}
