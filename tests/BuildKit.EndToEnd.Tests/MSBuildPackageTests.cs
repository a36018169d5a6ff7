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
        string digest = (await workshop.BuildAsync(folder, workshop.Store)).DigestOf("Api");

        CommandResult project = (await BuildAsync(folder, "src/Api", "-getProperty:BuildKitImageDigest")).ShouldExit(0);
        Assert.Equal(digest, project.Output.Trim());
        CommandResult solution = (await BuildAsync(folder, "WebApi.sln")).ShouldExit(0);
        Assert.Contains(digest, solution.Output, StringComparison.Ordinal);

        await SourceEdit.ReplaceAsync(Path.Combine(folder, "Buildfile"), "Publish(api, ", "Publish(ape, ");
        CommandResult failed = (await BuildAsync(folder, "src/Api")).ShouldExit(1);
        Assert.Matches(@"Buildfile\(\d+,\d+(-\d+)?\): error BK\d+: ", failed.Output);
    }

    private Task<CommandResult> BuildAsync(string folder, string project, params string[] more) => MSBuildPackage.BuildAsync(workshop, folder, project, more);
}
