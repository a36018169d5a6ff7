using System.Text.Json;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>From dev to prod with the packed and installed tool and a registry for each environment.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task One_digest_goes_through_three_registries_and_the_second_release_moves_only_what_changed()
    {
        await using DeliveryTrial trial = await DeliveryTrial.BeginAsync();
        await trial.SucceedAsync("deploy", "Dev");
        await trial.SucceedAsync("promote", "Staging");
        await trial.SucceedAsync("promote", "Prod");
        string first = await AssertSameEverywhereAsync(trial);
        long all = await trial.Registry("staging").UploadedBytesAsync();

        await trial.CommitAsync("welcome again\n");
        await trial.SucceedAsync("deploy", "Dev");
        await trial.SucceedAsync("promote", "Staging");
        await trial.SucceedAsync("promote", "Prod");
        Assert.NotEqual(first, await AssertSameEverywhereAsync(trial));
        long changed = await trial.Registry("staging").UploadedBytesAsync() - all;
        Assert.True(changed > 0 && changed * 20 < all, $"Of a first release of {all} bytes, the second moved {changed}.");
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_failing_test_leaves_staging_as_it_was_and_a_rollback_restores_the_old_digest()
    {
        await using DeliveryTrial trial = await DeliveryTrial.BeginAsync();
        await trial.SucceedAsync("deploy", "Dev");
        await trial.SucceedAsync("promote", "Staging");
        string good = await trial.DigestAsync("staging");

        await trial.CommitAsync("broken\n");
        CommandResult deploy = await trial.SucceedAsync("deploy", "Dev");
        Assert.Contains("error BK4204: test Smoke: ", deploy.Error, StringComparison.Ordinal);
        CommandResult refused = (await trial.RunAsync("promote", "Staging")).ShouldExit(1);
        Assert.Contains("error BK6005: The release may not enter Staging: Passed(Smoke) does not hold, ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(good, await trial.DigestAsync("staging"));
        Assert.NotEqual(good, await trial.DigestAsync("dev"));

        await trial.SucceedAsync("rollback", "Dev");
        Assert.Equal(good, await trial.DigestAsync("dev"));
        await trial.SucceedAsync("promote", "Prod");
        Assert.Equal(good, await AssertSameEverywhereAsync(trial));
        Assert.Contains(" rolled back, commit ", (await trial.SucceedAsync("history", "Dev")).Output, StringComparison.Ordinal);
    }

    /// <summary>The one digest that status and skopeo see in every environment.</summary>
    private static async Task<string> AssertSameEverywhereAsync(DeliveryTrial trial)
    {
        using JsonDocument status = JsonDocument.Parse((await trial.SucceedAsync("status", "--json")).Output);
        JsonElement[] environments = [.. status.RootElement.GetProperty("environments").EnumerateArray()];
        Assert.Equal(["ok", "ok", "ok"], environments.Select(environment => environment.GetProperty("state").GetString()));
        string digest = Assert.Single(environments.Select(environment => environment.GetProperty("images").GetProperty("page").GetString()!).Distinct());
        foreach (string environment in (string[])["dev", "staging", "prod"])
        {
            Assert.Equal(digest, await trial.DigestAsync(environment));
        }

        return digest;
    }
}
