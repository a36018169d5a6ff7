using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Registry;
using static BuildKit.Delivery.Tests.DeliveryWorld;

namespace BuildKit.Delivery.Tests.Changes;

public sealed class TagMovedTests
{
    [Fact]
    public async Task A_rollback_restores_what_was_before_and_once_more_undoes_itself()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release first = await world.BuildAsync(1);
        Release second = await world.BuildAsync(2);
        await world.DeployAsync("Dev", first);
        await world.DeployAsync("Dev", second);
        ChangeResult back = await new Rollback(world.At("Dev")).ToPreviousAsync(Origin, Ct);
        Assert.Equal(first.Images[0].Image.Digest, await world.TagAsync("Dev"));
        Assert.Equal((PromotionAction.Rollback, 3), (back.Record.Predicate.Action, back.Record.Predicate.Sequence));
        Assert.Equal(Source.Commit, back.Record.Predicate.Commit);
        await new Rollback(world.At("Dev")).ToPreviousAsync(Origin, Ct);
        await new Rollback(world.At("Dev")).ToAsync(1, Origin, Ct);
        await new Rollback(world.At("Dev")).ToAsync(second.Digest, Origin, Ct);
        Assert.Equal([first.Digest, second.Digest, first.Digest, second.Digest, first.Digest, second.Digest], await world.HistoryAsync("Dev"));
    }

    [Fact]
    public async Task A_rollback_to_what_never_was_is_told()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        var rollback = new Rollback(world.At("Dev"));
        Assert.Equal(DeliveryErrorCodes.NeverDeployed, (await Assert.ThrowsAsync<BuildKitException>(() => rollback.ToPreviousAsync(Origin, Ct))).Code);
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        Assert.Equal(DeliveryErrorCodes.ReleaseUnknown, (await Assert.ThrowsAsync<BuildKitException>(() => rollback.ToPreviousAsync(Origin, Ct))).Code);
        Assert.Equal(DeliveryErrorCodes.ReleaseUnknown, (await Assert.ThrowsAsync<BuildKitException>(() => rollback.ToAsync(7, Origin, Ct))).Code);
        Assert.True((await rollback.ToAsync(1, Origin, Ct)).WasThere);
    }

    [Theory]
    [InlineData("layer")]
    [InlineData("config")]
    [InlineData("manifest")]
    public async Task A_rollback_to_a_release_that_the_registry_holds_only_in_part_changes_nothing(string part)
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        (Release first, TestImage arm) = await world.BuildIndexAsync(1);
        Release second = await world.BuildAsync(5);
        await world.DeployAsync("Dev", first);
        await world.DeployAsync("Dev", second);
        await world.RemoveAsync("Dev", part switch
        {
            "layer" => $"blobs/{arm.Layers[^1].Digest}",
            "config" => $"blobs/{arm.Items[^2].Descriptor.Digest}",
            _ => $"manifests/{arm.Root.Digest}",
        });
        int before = (await world.Registry("Dev").RequestsAsync(Ct)).Length;
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => new Rollback(world.At("Dev")).ToPreviousAsync(Origin, Ct));
        Assert.Equal(DeliveryErrorCodes.ReleaseUnknown, failure.Code);
        Assert.Contains("is a part of 'api' in record 1", failure.Message);
        Assert.DoesNotContain((await world.Registry("Dev").RequestsAsync(Ct))[before..], line => line.Method is not ("GET" or "HEAD"));
        Assert.Equal(second.Images[0].Image.Digest, await world.TagAsync("Dev"));
    }

    [Fact]
    public async Task A_tag_that_somebody_else_moved_is_told_and_put_back_only_on_demand()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release first = await world.BuildAsync(1);
        Release second = await world.BuildAsync(2);
        await world.DeployAsync("Dev", first);
        await world.PromoteAsync("Dev", "Staging");
        await world.DeployAsync("Dev", second);
        await world.PromoteAsync("Dev", "Staging");

        // Back to an image that has a record of its own: only the log tells that it is not in effect.
        await world.At("Staging").Home.TagAsync(first.Images[0].Image, "staging", Ct);
        EnvironmentState moved = await world.StateAsync("Staging");
        Assert.Equal(TagState.Moved, moved.Tag);
        Assert.Equal(2, moved.History.Length);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging"));
        Assert.Equal(DeliveryErrorCodes.TagMoved, failure.Code);
        Assert.Contains(first.Images[0].Image.Digest.ToString(), failure.Message);
        Assert.Contains("rollback Staging --to 2", failure.Advice);
        Assert.Equal(DeliveryErrorCodes.TagMoved, (await Assert.ThrowsAsync<BuildKitException>(() => new Rollback(world.At("Staging")).ToPreviousAsync(Origin, Ct))).Code);
        await new Rollback(world.At("Staging")).ToAsync(2, Origin, Ct);
        Assert.Equal(second.Images[0].Image.Digest, await world.TagAsync("Staging"));
        Assert.Equal(TagState.Agrees, (await world.StateAsync("Staging")).Tag);
    }

    [Fact]
    public async Task Tags_of_images_that_a_release_does_not_have_any_more_are_found()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release three = await world.BuildAsync(1, "api", "web", "job");
        await world.DeployAsync("Dev", three);
        Assert.Empty(await LeftOversAsync(world));
        await world.DeployAsync("Dev", await world.BuildAsync(3, "api", "web"));
        Assert.Equal([new LeftOverTag($"{world.Registry("Dev").Host}/dev/api/job:dev", three.Images[1].Image.Digest)], await LeftOversAsync(world));
        await world.DeployAsync("Dev", await world.BuildAsync(5));
        Assert.Equal(["api", "job", "web"], (await LeftOversAsync(world)).Select(tag => tag.Place.Split('/')[^1].Split(':')[0]));
        Assert.Null((await world.StateAsync("Dev")).Problem());
        await world.DeployAsync("Dev", three);
        Assert.Empty(await LeftOversAsync(world));
    }

    private static async Task<IEnumerable<LeftOverTag>> LeftOversAsync(DeliveryWorld world) =>
        await LeftOverTag.FindAsync(world.At("Dev"), await world.StateAsync("Dev"), Ct);

    [Fact]
    public async Task A_tag_that_was_there_before_the_first_deployment_is_not_taken()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        TestImage other = TestImage.Create(9, new Oci.Images.Platform("linux", "amd64"), 100);
        await other.WriteToAsync(world.At("Dev").Home, "dev", Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(async () => await world.DeployAsync("Dev", await world.BuildAsync(1)));
        Assert.Equal(DeliveryErrorCodes.TagMoved, failure.Code);
        Assert.Contains("no record at all", failure.Message);
        Assert.Equal(other.Root.Digest, await world.TagAsync("Dev"));
    }

    [Fact]
    public async Task A_tag_that_is_gone_is_told_and_restored_by_a_rollback()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release release = await world.BuildAsync(1, "api", "web");
        await world.DeployAsync("Dev", release);
        await DeleteAsync(world, $"dev/api/manifests/{release.Digest}", "Dev");
        Assert.Equal(TagState.Missing, (await world.StateAsync("Dev")).Tag);
        Assert.Equal(DeliveryErrorCodes.TagMoved, (await Assert.ThrowsAsync<BuildKitException>(() => world.DeployAsync("Dev", release))).Code);
        await new Rollback(world.At("Dev")).ToAsync(1, Origin, Ct);
        Assert.Equal(release.Digest, await world.TagAsync("Dev"));
        Assert.Equal([release.Digest, release.Digest], await world.HistoryAsync("Dev"));
    }

    [Fact]
    public async Task A_rollback_to_images_that_are_gone_is_told_and_a_promotion_may_take_over()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        await world.PromoteAsync("Dev", "Staging");
        await DeleteAsync(world, $"staging/api/manifests/{release.Images[0].Image.Digest}", "Staging");
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => new Rollback(world.At("Staging")).ToAsync(1, Origin, Ct));
        Assert.Equal(DeliveryErrorCodes.ReleaseUnknown, failure.Code);
        var promotion = new Promotion(world.At("Dev"), world.At("Staging")) { TakesOver = true };
        await promotion.RunAsync(await promotion.PlanAsync(null, [], Ct), null, [], Origin, null, Ct);
        Assert.Equal(release.Images[0].Image.Digest, await world.TagAsync("Staging"));
        Assert.Equal(2, (await world.StateAsync("Staging")).History.Length);
    }

    [Fact]
    public async Task The_tag_of_one_of_several_images_that_was_moved_is_told()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release release = await world.BuildAsync(1, "api", "web");
        Release next = await world.BuildAsync(2, "api", "web");
        await world.DeployAsync("Dev", release);
        RegistryRepository web = world.At("Dev").Image(release, "web");
        TestImage other = TestImage.Create(9, new Oci.Images.Platform("linux", "amd64"), 100);
        await other.WriteToAsync(web, "dev", Ct);
        StrayTag stray = Assert.Single((await world.StateAsync("Dev")).Strays);
        Assert.Equal(("web", other.Root.Digest, release.Images[1].Image.Digest), (stray.Image, stray.Names, stray.Expected));
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.DeployAsync("Dev", next));
        Assert.Equal(DeliveryErrorCodes.TagMoved, failure.Code);
        Assert.Contains("web:dev", failure.Message);
        Assert.True((await new Rollback(world.At("Dev")).ToAsync(1, Origin, Ct)).WasThere);
        Assert.Equal(release.Images[1].Image.Digest, (await web.ResolveAsync("dev", Ct))?.Digest);
        await world.DeployAsync("Dev", next);
    }

    private static async Task DeleteAsync(DeliveryWorld world, string path, string environment)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using HttpResponseMessage answer = await http.DeleteAsync(new Uri($"http://{world.Registry(environment).Host}/v2/{path}"), Ct);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
