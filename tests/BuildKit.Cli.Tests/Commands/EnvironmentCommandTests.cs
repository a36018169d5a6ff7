using System.Text.Json;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Delivery;
using BuildKit.Tests.Files;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>deploy, promote, status, history and rollback as a user runs them, with a registry for each environment.</summary>
public sealed class EnvironmentCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_goes_from_dev_to_prod_as_one_digest_and_a_rollback_restores_the_old_one()
    {
        await using Journey journey = await Journey.BeginAsync();
        string first = (await journey.SucceedAsync("deploy", "Dev")).Output.TrimEnd('\n').Split(' ')[^1];
        ToolResult plan = await journey.SucceedAsync("promote", "staging", "--dry-run");
        Assert.Contains("  holds  Passed(Smoke): passed on ", plan.Output, StringComparison.Ordinal);
        Assert.Contains("  holds  CleanSource(): built from the commit ", plan.Output, StringComparison.Ordinal);
        Assert.Equal(["ok", "empty", "empty"], await journey.StatesAsync());
        await journey.SucceedAsync("promote", "Staging");
        await journey.SucceedAsync("promote", "Prod");
        ToolResult status = await journey.SucceedAsync("status");
        Assert.Equal(3, status.Output.Split($"\n  api  {first}\n").Length - 1);
        foreach (string tag in new[] { "prod", await journey.GitAsync("rev-parse", "--short=7", "HEAD") })
        {
            Assert.Equal(first, await journey.InspectAsync("Prod", $"prod/api:{tag}"));
        }

        await journey.CommitAsync("second");
        string second = (await journey.SucceedAsync("deploy", "Dev", "--set", "text=hello again")).Output.TrimEnd('\n').Split(' ')[^1];
        Assert.NotEqual(first, second);
        await journey.SucceedAsync("promote", "Staging");
        Assert.Equal(second, await journey.InspectAsync("Staging", "staging/api:staging"));
        await journey.SucceedAsync("rollback", "Staging");
        Assert.Equal(first, await journey.InspectAsync("Staging", "staging/api:staging"));
        ToolResult history = await journey.SucceedAsync("history", "Staging");
        Assert.Matches(@"^  3  sha256:\w{64}\n     .* rolled back, commit \w{40}\n     gates not asked\n  2  sha256:\w{64}\n     .* promoted from Dev \(127.*\), commit \w{40}\n     gates sha256:\w{64}\n  1  sha256:", history.Output);
        await journey.SucceedAsync("rollback", "Staging", "--to", "2");
        Assert.Equal(second, await journey.InspectAsync("Staging", "staging/api:staging"));
    }

    [Fact]
    public async Task A_failing_test_keeps_the_next_environment_as_it_was()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev");
        await journey.SucceedAsync("promote", "Staging");
        string before = await journey.InspectAsync("Staging", "staging/api:staging");
        ToolResult deploy = await journey.SucceedAsync("deploy", "Dev", "--set", "text=broken");
        Assert.Contains("error BK4204: test Smoke", deploy.Error, StringComparison.Ordinal);
        ToolResult promote = await journey.RunAsync("promote", "Staging");
        Assert.Equal(1, promote.ExitCode);
        Assert.Contains($"error {DeliveryErrorCodes.GateClosed}: The release may not enter Staging: Passed(Smoke) does not hold", promote.Error, StringComparison.Ordinal);
        Assert.Equal(before, await journey.InspectAsync("Staging", "staging/api:staging"));
        Assert.Equal(1, (await journey.RunAsync("promote", "Staging", "--dry-run")).ExitCode);
    }

    [Fact]
    public async Task A_test_that_was_made_stricter_takes_back_the_pass_of_the_laxer_one_on_the_same_image()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev");
        string buildfile = File.ReadAllText(Path.Combine(journey.Folder.Folder, "Buildfile"));
        journey.Folder.Write("Buildfile", buildfile.Replace("\"grep\", \"hello\"", "\"grep\", \"-x\", \"hello\"", StringComparison.Ordinal));
        ToolResult refused = await journey.RunAsync("promote", "Staging");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("BK6005", refused.Error, StringComparison.Ordinal);
        Assert.Contains("says something else now", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["ok", "empty", "empty"], await journey.StatesAsync());

        await journey.SucceedAsync("deploy", "Dev");
        await journey.SucceedAsync("promote", "Staging");
        Assert.Equal(await journey.InspectAsync("Dev", "dev/api:dev"), await journey.InspectAsync("Staging", "staging/api:staging"));
    }

    [Fact]
    public async Task A_changed_work_tree_and_a_moved_tag_are_told()
    {
        await using Journey journey = await Journey.BeginAsync();
        journey.Folder.Write("stray", "x");
        await journey.SucceedAsync("deploy", "Dev");
        ToolResult dirty = await journey.RunAsync("promote", "Staging");
        Assert.Contains("CleanSource() does not hold, the work tree had changes", dirty.Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(journey.Folder.Folder, "stray"));
        await journey.SucceedAsync("deploy", "Dev");
        await journey.SucceedAsync("promote", "Staging");
        await journey.CommitAsync("second");
        await journey.SucceedAsync("deploy", "Dev", "--set", "text=hello again");
        string dev = $"docker://{journey.Host("Dev")}/dev/api:dev";
        await Tool.RunAsync("skopeo", "--insecure-policy", "copy", "--quiet", "--src-tls-verify=false", "--dest-tls-verify=false", dev, $"docker://{journey.Host("Staging")}/staging/api:staging");
        ToolResult status = await journey.RunAsync("status");
        Assert.Equal(1, status.ExitCode);
        Assert.Contains($"error {DeliveryErrorCodes.TagMoved}: ", status.Output, StringComparison.Ordinal);
        Assert.Equal(["ok", "moved", "empty"], await journey.StatesAsync());
        Assert.Equal(1, (await journey.RunAsync("promote", "Staging")).ExitCode);
        await journey.SucceedAsync("rollback", "Staging", "--to", "1");
        Assert.Equal(["ok", "ok", "empty"], await journey.StatesAsync());
    }

    [Fact]
    public async Task A_gate_that_was_dropped_shows_in_status_and_in_the_history()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev");
        await journey.SucceedAsync("promote", "Staging");
        JsonElement before = (await journey.StatusAsync())[1];
        string gates = before.GetProperty("policy").GetString()!;
        Assert.Equal(gates, before.GetProperty("declaredPolicy").GetString());
        ToolResult status = await journey.SucceedAsync("status");
        Assert.Contains($"\n  gates {gates}\n", status.Output, StringComparison.Ordinal);
        Assert.Contains("\n  gates none\n", status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("other gates", status.Output, StringComparison.Ordinal);

        string file = Path.Combine(journey.Folder.Folder, "Buildfile");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("Require(Passed(Smoke), CleanSource());", "Require(Passed(Smoke));", StringComparison.Ordinal), Ct);
        JsonElement after = (await journey.StatusAsync())[1];
        Assert.Equal(gates, after.GetProperty("policy").GetString());
        Assert.NotEqual(gates, after.GetProperty("declaredPolicy").GetString());
        Assert.Contains(
            $"\n  other gates: the Buildfile at hand has {after.GetProperty("declaredPolicy").GetString()}, ", (await journey.SucceedAsync("status")).Output, StringComparison.Ordinal);
        Assert.Contains($"\n     gates {gates}\n", (await journey.SucceedAsync("history", "Staging")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_down_does_not_hide_the_others()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev");
        await journey.StopAsync("Prod");
        Assert.Equal(["ok", "empty", "unknown"], await journey.StatesAsync());
    }

    [Theory]
    [InlineData("BK4312", "Did you mean 'Dev'?", "deploy", "Deb")]
    [InlineData("BK4312", "It has Dev, Hotfix, Staging.", "history", "Elsewhere")]
    [InlineData("BK4313", "buildkit promote Staging --from Dev", "deploy", "Staging")]
    [InlineData("BK4313", "Build into it: buildkit deploy Dev", "promote", "Dev")]
    [InlineData("BK4313", "buildkit promote Staging --from Dev", "promote", "Staging")]
    [InlineData("BK4313", "It comes after Dev and Hotfix.", "promote", "Staging", "--from", "Staging")]
    [InlineData("BK4301", "64 hexadecimal digits", "promote", "Staging", "--from", "Dev", "--digest", "sha256:1")]
    [InlineData("BK4301", "64 hexadecimal digits", "rollback", "Dev", "--to", "-1")]
    public async Task What_the_command_line_gets_wrong_exits_with_2(string code, string advice, params string[] arguments)
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", """
            image Api from scratch { }
            environment Dev { Registry("localhost:1/x"); }
            environment Hotfix { Registry("localhost:1/y"); }
            environment Staging { After(Dev, Hotfix); Registry("localhost:1/z"); }
            """);
        ToolResult result = await folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"error {code}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Buildfile_without_environments_says_how_to_declare_one()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { }\n");
        ToolResult result = await folder.RunAsync("status");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error BK4312: Buildfile declares no environment.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_of_the_Buildfile_is_shown_once_and_a_registry_that_is_down_stops_a_deployment()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "var unused = 1;\nimage Api from scratch { Write(\"/x\", \"y\"); }\nenvironment Dev { Registry(\"localhost:1/x\"); }\n");
        ToolResult result = await folder.RunAsync("deploy", "Dev");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Error.Split("warning BK").Length);
        Assert.Contains("error BK5202", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_by_commit_are_an_error_in_the_Buildfile_where_there_is_no_Git()
    {
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "image Api from scratch { }\nenvironment Dev { Registry(\"localhost:1/x\"); Tag(git.ShortSha); }\n");
        ToolResult result = await folder.RunAsync("deploy", "Dev");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Buildfile(2,50): error", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await folder.RunAsync("graph")).ExitCode);
    }
}
