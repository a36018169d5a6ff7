using BuildKit.Engine.Bases;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Images;
using BuildKit.Tests.Registries;
using static BuildKit.Engine.Tests.Bases.BaseFixture;

namespace BuildKit.Engine.Tests.Bases;

public sealed class BasePullerTests
{
    [Fact]
    public async Task A_pull_brings_everything_and_a_second_one_asks_nobody()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = await fixture.PushAsync(TestImage.Create(1, Amd64, 200_000, 10), "sdk", "1");
        var puller = new BasePuller(fixture.Sources, PullPolicy.Missing);
        PulledBase pulled = await puller.PullAsync(fixture.Reference("sdk:1"), image.Root.Digest, null, Ct);
        Assert.Equal(image.Layers, pulled.Manifest.Layers);
        Assert.Equal(image.Root, pulled.Descriptor);
        foreach ((Descriptor descriptor, _) in image.Items)
        {
            Assert.True(await fixture.Store.ExistsAsync(descriptor, Ct));
        }

        fixture.Server.Forget();
        await new BasePuller(fixture.Sources, PullPolicy.Never).PullAsync(fixture.Reference("sdk:1"), image.Root.Digest, null, Ct);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task Builds_that_pull_one_base_at_once_read_each_blob_once()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = await fixture.PushAsync(TestImage.Create(1, Amd64, 400_000, 300_000), "sdk", "1");
        LocalStore[] stores = [.. Enumerable.Range(0, 3).Select(_ => fixture.OpenStore())];
        await Task.WhenAll(stores.Select(store =>
            new BasePuller(fixture.Sources with { Store = store }, PullPolicy.Missing).PullAsync(fixture.Reference("sdk:1"), image.Root.Digest, null, Ct)));
        Array.ForEach(stores, store => store.Dispose());
        Assert.All(
            image.Items.SkipLast(1),
            item => Assert.Single(fixture.Server.Requests, request => request.Method == "GET" && request.Path.EndsWith(item.Descriptor.Digest.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pull_that_fails_leaves_the_store_whole_and_the_next_brings_the_rest()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = await fixture.PushAsync(TestImage.Create(1, Amd64, 100_000, 200_000), "sdk", "1");
        fixture.Server.Rule = request => request.Method == "GET" && request.Path.EndsWith(image.Layers[1].Digest.ToString(), StringComparison.Ordinal) ? new Fault { FlipByte = true } : null;
        var puller = new BasePuller(fixture.Sources, PullPolicy.Missing);
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => puller.PullAsync(fixture.Reference("sdk:1"), image.Root.Digest, null, Ct));
        Assert.Equal(OciErrorCodes.ContentMismatch, failure.Code);
        Assert.False(await fixture.Store.ExistsAsync(image.Layers[1], Ct));
        fixture.Server.Rule = _ => null;
        await puller.PullAsync(fixture.Reference("sdk:1"), image.Root.Digest, null, Ct);
        Assert.True(await fixture.Store.ExistsAsync(image.Layers[1], Ct));
    }

    [Fact]
    public async Task Content_that_is_nowhere_or_may_not_be_fetched_is_told()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = await fixture.PushAsync(TestImage.Create(1, Amd64, 100), "sdk", "1");
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => new BasePuller(fixture.Sources, PullPolicy.Never).PullAsync(fixture.Reference("sdk:1"), image.Root.Digest, null, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseNotLocal, failure.Code);
        var puller = new BasePuller(fixture.Sources, PullPolicy.Missing);
        failure = await Assert.ThrowsAsync<BuildKitException>(() => puller.PullAsync(ImageReference.Parse("api"), image.Root.Digest, null, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseMissing, failure.Code);
        failure = await Assert.ThrowsAsync<BuildKitException>(
            () => puller.PullAsync(fixture.Reference("sdk:1"), TestImage.Create(9, Amd64, 1).Root.Digest, null, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseMissing, failure.Code);
    }
}
