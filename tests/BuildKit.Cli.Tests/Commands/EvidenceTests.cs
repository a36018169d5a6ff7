using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>What <c>buildkit deploy</c> says of a release beside it.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public async Task The_same_release_deployed_again_leaves_the_same_evidence_and_no_more()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev");
        string[] first = await WrittenAsync(journey);
        await journey.SucceedAsync("deploy", "Dev");
        Assert.Equal(first, await WrittenAsync(journey));
    }

    [Fact]
    public async Task An_ignored_file_that_the_context_holds_makes_the_source_unclean_until_it_is_left_out()
    {
        await using Journey journey = await Journey.BeginAsync();
        journey.Folder.Write(".gitignore", "*.local\nempty/\n");
        journey.Folder.Write(".buildignore", "empty\n");
        journey.Folder.Write("empty/x", "left out");
        await journey.CommitAsync("ignore");
        await journey.SucceedAsync("deploy", "Dev");
        Assert.Contains("  holds  CleanSource()", (await journey.SucceedAsync("promote", "Staging", "--dry-run")).Output, StringComparison.Ordinal);

        journey.Folder.Write("settings/site.local", "x");
        await AssertUncleanAsync(journey, "settings", "deploy", "Dev", "--set", "text=hello 1");
        journey.Folder.Write("settings/kept", "x");
        await journey.CommitAsync("settings");
        await AssertUncleanAsync(journey, "settings/site.local", "deploy", "Dev", "--set", "text=hello 2");
        journey.Folder.Write(".buildignore", "empty\n**/*.local\n");
        await journey.CommitAsync("leave out");
        await journey.SucceedAsync("deploy", "Dev", "--set", "text=hello 3");
        await journey.SucceedAsync("promote", "Staging");
    }

    [Fact]
    public async Task A_Buildfile_that_is_in_no_commit_makes_the_source_unclean()
    {
        await using Journey journey = await Journey.BeginAsync();
        string outside = Path.Combine(journey.Folder.Home, "Buildfile");
        File.Copy(Path.Combine(journey.Folder.Folder, "Buildfile"), outside);
        await AssertUncleanAsync(journey, "../home/Buildfile", "deploy", "Dev", "-f", outside, "--context", ".");

        journey.Folder.Write(".gitignore", "mine\n.buildignore\n");
        journey.Folder.Write(".buildignore", "mine\n.buildignore\n");
        await journey.CommitAsync("ignore");
        File.CreateSymbolicLink(Path.Combine(journey.Folder.Folder, "linked"), outside);
        await journey.CommitAsync("a link that leads out");
        await AssertUncleanAsync(journey, "../home/Buildfile", "deploy", "Dev", "-f", "linked", "--set", "text=hello 1");
        File.Copy(outside, Path.Combine(journey.Folder.Folder, "mine"));
        await AssertUncleanAsync(journey, "mine", "deploy", "Dev", "-f", "mine", "--set", "text=hello 2");
    }

    [Fact]
    public async Task Values_given_on_the_command_line_are_named_and_not_shown()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev", "--set", "text=hello s3cret");
        ToolResult plan = await journey.SucceedAsync("promote", "Staging", "--dry-run");
        Assert.Matches(@"holds  CleanSource\(\): built from the commit \w{40} with --set text \(unsigned\)", plan.Output);
        Assert.DoesNotContain("s3cret", plan.Output, StringComparison.Ordinal);
    }

    private static async Task AssertUncleanAsync(Journey journey, string path, params string[] deploy)
    {
        await journey.SucceedAsync(deploy);
        ToolResult promote = await journey.RunAsync("promote", "Staging");
        Assert.Equal(1, promote.ExitCode);
        Assert.Contains($"CleanSource() does not hold, the work tree had changes that no commit has, such as {path}.", promote.Error, StringComparison.Ordinal);
    }

    /// <summary>The manifests that were ever put into dev by their digests, fallback tags aside.</summary>
    private static async Task<string[]> WrittenAsync(Journey journey) =>
    [
        .. (await journey.Registry("Dev").RequestsAsync(TestContext.Current.CancellationToken))
            .Where(line => line.Method == "PUT" && line.Path.Contains("/manifests/sha256:", StringComparison.Ordinal))
            .Select(line => line.Path).Distinct().Order(StringComparer.Ordinal),
    ];
}
