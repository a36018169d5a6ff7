using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;
using static BuildKit.Delivery.Tests.DeliveryWorld;

namespace BuildKit.Delivery.Tests.Changes;

public sealed class PromotionTests
{
    [Fact]
    public async Task A_release_is_one_and_the_same_digest_in_every_environment()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging", "Prod");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release, "abc1234");
        await world.PromoteAsync("Dev", "Staging");
        await world.PromoteAsync("Staging", "Prod");
        Digest image = release.Images[0].Image.Digest;
        foreach (string environment in new[] { "Dev", "Staging", "Prod" })
        {
            PromotionRecord record = (await world.StateAsync(environment)).Current();
            Assert.Equal(release.Digest, record.Release);
            Assert.Equal("anna", record.Predicate.By);
            Assert.Equal(Source.Commit, record.Predicate.Commit);
            string place = $"docker://{world.Registry(environment).Host}/{environment.ToLowerInvariant()}/api:{environment.ToLowerInvariant()}";
            Assert.Equal(image.ToString(), (await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", place)).Trim());
        }

        PromotionPredicate prod = (await world.StateAsync("Prod")).Current().Predicate;
        Assert.Equal(("Staging", $"{world.Registry("Staging").Host}/staging/api"), (prod.From, prod.FromRegistry));
        Assert.Equal(image, (await world.At("Dev").Home.ResolveAsync("abc1234", Ct))?.Digest);
    }

    [Fact]
    public async Task Images_of_one_release_move_together()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1, "web", "api");
        await world.DeployAsync("Dev", release);
        await world.PromoteAsync("Dev", "Staging");
        Assert.Equal(release.Digest, await world.TagAsync("Staging"));
        foreach (ReleaseImage image in release.Images)
        {
            Assert.Equal(image.Image.Digest, (await world.At("Staging").Image(release, image.Name).ResolveAsync("staging", Ct))?.Digest);
        }

        Release one = await world.BuildAsync(2);
        await world.DeployAsync("Dev", one);
        await world.PromoteAsync("Dev", "Staging");
        Assert.Equal([release.Digest, one.Digest], await world.HistoryAsync("Staging"));
        Assert.Equal(one.Images[0].Image.Digest, await world.TagAsync("Staging"));
    }

    [Fact]
    public async Task A_second_release_moves_only_what_changed()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release first = await world.BuildAsync(1, "api", "web");
        Release second = Release.Of([first.Images[0], (await world.BuildAsync(2, "web")).Images[0]]);
        await world.DeployAsync("Dev", first);
        await world.PromoteAsync("Dev", "Staging");
        await world.DeployAsync("Dev", second);
        int before = (await world.Registry("Staging").RequestsAsync(Ct)).Length;
        ChangeResult result = await world.PromoteAsync("Dev", "Staging");
        IEnumerable<RegistryLogLine> uploads = (await world.Registry("Staging").RequestsAsync(Ct))[before..]
            .Where(line => line.Path.Contains("/api/api/blobs/uploads/", StringComparison.Ordinal));
        Assert.Empty(uploads);
        Assert.Equal(second.Images[1].Image.Size + 3200 + (await ConfigSizeAsync(world, second)), result.MovedBytes);
    }

    [Fact]
    public async Task A_release_that_is_there_is_not_recorded_again()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        Assert.False((await world.PromoteAsync("Dev", "Staging")).WasThere);
        ChangeResult again = await world.PromoteAsync("Dev", "Staging");
        Assert.True(again.WasThere);
        Assert.Equal(0, again.MovedBytes);
        Assert.Single((await world.StateAsync("Staging")).History);
    }

    [Fact]
    public async Task A_gate_that_does_not_hold_stops_before_anything_is_written()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release good = await world.BuildAsync(1);
        await world.DeployAsync("Dev", good);
        await world.PromoteAsync("Dev", "Staging", null, new BranchGate(["main"]), new CleanSourceGate());
        await world.DeployAsync("Dev", await world.BuildAsync(2));
        int before = (await world.Registry("Staging").RequestsAsync(Ct)).Length;
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging", null, new PassedGate("Smoke", "api", Digest.Of("definition"u8))));
        Assert.Equal(DeliveryErrorCodes.GateClosed, failure.Code);
        Assert.DoesNotContain((await world.Registry("Staging").RequestsAsync(Ct))[before..], line => line.Method is "PUT" or "POST" or "PATCH" or "DELETE");
        Assert.Equal(good.Digest, (await world.StateAsync("Staging")).Current().Release);
    }

    [Fact]
    public async Task A_passed_test_opens_the_gate_and_goes_along_to_the_next_environment()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging", "Prod");
        Release release = await world.BuildAsync(1);
        var pass = new TestPass("Smoke", "api", Digest.Of("key"u8), "linux/amd64", Origin.At, Digest.Of("definition"u8));
        await (world.Deployment(release) with { Tests = [pass], Gates = [new PassedGate("Smoke", "api", Digest.Of("definition"u8))] }).RunAsync(world.At("Dev"), null, Ct);
        await world.PromoteAsync("Dev", "Staging", null, new PassedGate("Smoke", "api", Digest.Of("definition"u8)));
        await world.PromoteAsync("Staging", "Prod", null, new PassedGate("Smoke", "api", Digest.Of("definition"u8)), new CleanSourceGate());
        Assert.Equal(pass, Assert.Single((await new EvidenceStore(world.At("Prod")).ReadAsync(release, Ct)).Tests).Predicate);
        BuildKitException other = await Assert.ThrowsAsync<BuildKitException>(() => new EvidenceStore(world.At("Prod")).AddAsync(release, pass with { Image = "web" }, Ct));
        Assert.Equal(DeliveryErrorCodes.ReleaseInvalid, other.Code);
    }

    [Fact]
    public async Task A_closed_gate_stops_a_deployment_before_it_asks_the_registry()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Deployment deployment = world.Deployment(await world.BuildAsync(1)) with { Gates = [new PassedGate("Smoke", "api", Digest.Of("definition"u8))] };
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => deployment.RunAsync(world.At("Dev"), null, Ct));
        Assert.Equal(DeliveryErrorCodes.GateClosed, failure.Code);
        Assert.Empty(await world.Registry("Dev").RequestsAsync(Ct));
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        PromotionPlan plan = await new Promotion(world.At("Dev"), world.At("Staging")).PlanAsync(null, [new PassedGate("Smoke", "api", Digest.Of("definition"u8)), new CleanSourceGate()], Ct);
        Assert.Equal(release.Digest, plan.Release.Digest);
        Assert.Equal([false, true], plan.Gates.Select(gate => gate.Holds));
        Assert.Equal(Source, plan.Source);
        Assert.False(plan.IsThere);
        Assert.DoesNotContain(await world.Registry("Staging").RequestsAsync(Ct), line => line.Method is not ("GET" or "HEAD"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Git_in_the_tags_of_a_release_that_was_built_twice_is_that_of_the_clean_build(bool cleanFirst)
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1);
        SourceFacts dirty = Source with { Clean = false, Branch = "trial", Tag = null, Version = "9.9.9" };
        foreach (SourceFacts source in cleanFirst ? [Source, dirty] : new[] { dirty, Source })
        {
            await (world.Deployment(release) with { Source = source }).RunAsync(world.At("Dev"), null, Ct);
        }

        Assert.Equal(2, (await new EvidenceStore(world.At("Dev")).ReadAsync(release, Ct)).Sources.Length);
        Assert.Equal(Source, (await new Promotion(world.At("Dev"), world.At("Staging")).PlanAsync(null, [], Ct)).Source);
    }

    [Fact]
    public async Task An_older_release_is_promoted_by_its_digest_or_its_images()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release first = await world.BuildAsync(1);
        Release second = await world.BuildAsync(2);
        await world.DeployAsync("Dev", first);
        await world.DeployAsync("Dev", second);
        await world.PromoteAsync("Dev", "Staging", first.Digest);
        await world.PromoteAsync("Dev", "Staging", second.Images[0].Image.Digest);
        Assert.Equal([first.Digest, second.Digest], await world.HistoryAsync("Staging"));
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging", Digest.Of("other"u8)));
        Assert.Equal(DeliveryErrorCodes.ReleaseUnknown, failure.Code);
    }

    [Fact]
    public async Task A_record_that_shows_other_images_than_its_release_has_is_not_promoted()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release shown = await world.BuildAsync(1);
        Release other = await world.BuildAsync(2);
        await world.DeployAsync("Dev", shown);
        await world.DeployAsync("Dev", other);
        PromotionRecord head = (await world.StateAsync("Dev")).Current();
        await new EnvironmentLog(world.At("Dev")).EnterAsync(
            PromotionRecord.Create(
                [new Subject(Subject.ReleaseName, other.Digest), new Subject("api", shown.Images[0].Image.Digest)],
                head.Predicate with { Sequence = 3, Previous = head.Digest }),
            Ct);
        await world.At("Dev").Home.TagAsync(shown.Images[0].Image, "dev", Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging"));
        Assert.Equal(DeliveryErrorCodes.RecordInvalid, failure.Code);
        Assert.Equal(TagState.NeverDeployed, (await world.StateAsync("Staging")).Tag);
    }

    [Theory]
    [InlineData("../../other/api")]
    [InlineData("api:other")]
    [InlineData("a/../../../v2")]
    [InlineData("api?x")]
    [InlineData("")]
    public async Task A_name_of_an_image_leads_to_no_other_repository(string name)
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release release = await world.BuildAsync(1, "web", name);
        Assert.Equal(DeliveryErrorCodes.ReleaseInvalid, (await Assert.ThrowsAsync<BuildKitException>(() => world.DeployAsync("Dev", release))).Code);
        Assert.DoesNotContain(await world.Registry("Dev").RequestsAsync(Ct), line => line.Path.Contains("other", StringComparison.Ordinal));

        // The same in a record that somebody wrote into the registry.
        Release good = await world.BuildAsync(1, "web", "api");
        await world.DeployAsync("Dev", good);
        PromotionRecord head = (await world.StateAsync("Dev")).Current();
        PromotionRecord forged = PromotionRecord.Create(
            [new Subject(Subject.ReleaseName, good.Digest), head.Images[0], new Subject(name, head.Images[1].Digest)], head.Predicate with { Sequence = 2, Previous = head.Digest });
        await new EnvironmentLog(world.At("Dev")).EnterAsync(forged, Ct);
        Assert.Equal(DeliveryErrorCodes.ReleaseInvalid, (await Assert.ThrowsAsync<BuildKitException>(() => new Rollback(world.At("Dev")).ToAsync(2, Origin, Ct))).Code);
    }

    [Fact]
    public async Task An_environment_that_nobody_deployed_is_told()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging"));
        Assert.Equal(DeliveryErrorCodes.NeverDeployed, failure.Code);
        Assert.Contains("Dev", failure.Message);
        Assert.Equal(TagState.NeverDeployed, (await world.StateAsync("Dev")).Tag);
    }

    [Fact]
    public async Task A_tag_of_a_release_never_moves()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release first = await world.BuildAsync(1);
        await world.DeployAsync("Dev", first, "1.0.0");
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(async () => await world.DeployAsync("Dev", await world.BuildAsync(2), "next", "1.0.0"));
        Assert.Equal(DeliveryErrorCodes.ImmutableTagTaken, failure.Code);
        Assert.Contains(":1.0.0", failure.Message);
        Assert.Equal(first.Images[0].Image.Digest, await world.TagAsync("Dev"));
        Assert.Null(await world.At("Dev").Home.ResolveAsync("next", Ct));
    }

    private static async Task<long> ConfigSizeAsync(DeliveryWorld world, Release release)
    {
        RegistryRepository web = world.At("Dev").Image(release, "web");
        return (await web.ReadManifestAsync(release.Images[1].Image, Ct)).Manifest!.Config.Size;
    }
}
