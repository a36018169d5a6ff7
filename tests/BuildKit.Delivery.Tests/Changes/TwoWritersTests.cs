using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Registry;
using static BuildKit.Delivery.Tests.DeliveryWorld;

namespace BuildKit.Delivery.Tests.Changes;

public sealed class TwoWritersTests
{
    [Fact]
    public async Task One_who_comes_between_before_the_tag_moves_is_kept_in_the_history()
    {
        await using Meeting meeting = await Meeting.PrepareAsync(request => request.IsManifestWrite && request.Path.EndsWith("/staging", StringComparison.Ordinal));
        await PromoteAsync(meeting.World.At("Dev"), meeting.Staging, meeting.First.Digest);
        Assert.Equal([meeting.Second.Digest, meeting.First.Digest], await meeting.World.HistoryAsync("Staging"));
        Assert.Equal(meeting.First.Images[0].Image.Digest, await meeting.World.TagAsync("Staging"));
    }

    [Fact]
    public async Task One_who_comes_between_while_content_is_copied_is_kept_in_the_history()
    {
        await using Meeting meeting = await Meeting.PrepareAsync(request => request.IsUpload);
        await PromoteAsync(meeting.World.At("Dev"), meeting.Staging, meeting.First.Digest);
        Assert.Equal([meeting.Second.Digest, meeting.First.Digest], await meeting.World.HistoryAsync("Staging"));
        Assert.Equal(TagState.Agrees, (await meeting.World.StateAsync("Staging")).Tag);
    }

    [Fact]
    public async Task One_who_moves_the_tag_right_behind_is_reported()
    {
        bool tagged = false;
        await using Meeting meeting = await Meeting.PrepareAsync(request =>
        {
            bool behind = tagged;
            tagged |= request.IsManifestWrite && request.Path.EndsWith("/staging", StringComparison.Ordinal);
            return behind;
        });
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => PromoteAsync(meeting.World.At("Dev"), meeting.Staging, meeting.First.Digest));
        Assert.Equal(DeliveryErrorCodes.Conflict, failure.Code);
        Assert.Contains(meeting.Second.Images[0].Image.Digest.ToString(), failure.Message);
        Assert.Equal([meeting.First.Digest, meeting.Second.Digest], await meeting.World.HistoryAsync("Staging"));
        Assert.Equal(meeting.Second.Images[0].Image.Digest, await meeting.World.TagAsync("Staging"));
        await meeting.World.PromoteAsync("Dev", "Staging", meeting.First.Digest);
        Assert.Equal(3, (await meeting.World.StateAsync("Staging")).History.Length);
    }

    [Fact]
    public async Task Tags_of_several_images_that_another_moved_in_between_are_put_in_order_by_the_winner()
    {
        int written = 0;
        await using Meeting meeting = await Meeting.PrepareAsync(
            request => request.IsManifestWrite && request.Path.EndsWith("/staging", StringComparison.Ordinal) && Interlocked.Increment(ref written) == 2, "api", "web");
        await PromoteAsync(meeting.World.At("Dev"), meeting.Staging, meeting.First.Digest);
        EnvironmentState state = await meeting.World.StateAsync("Staging");
        Assert.Equal([meeting.Second.Digest, meeting.First.Digest], state.History.Select(record => record.Release));
        Assert.Equal(meeting.First.Digest, await meeting.World.TagAsync("Staging"));
        Assert.Empty(state.Strays);
    }

    [Fact]
    public async Task A_tag_that_is_moved_while_content_is_copied_is_a_conflict_and_stays()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release[] releases = [await world.BuildAsync(1), await world.BuildAsync(2), await world.BuildAsync(3)];
        foreach (Release release in releases)
        {
            await world.DeployAsync("Dev", release);
        }

        await world.PromoteAsync("Dev", "Staging", releases[0].Digest);
        await world.PromoteAsync("Dev", "Staging", releases[1].Digest);
        await using var server = new FaultServer(world.Registry("Staging").Host);
        server.Rule = request =>
        {
            if (request.IsUpload)
            {
                world.At("Staging").Home.TagAsync(releases[0].Images[0].Image, "staging", Ct).GetAwaiter().GetResult();
            }

            return null;
        };
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => PromoteAsync(world.At("Dev"), world.At("Staging", server.Host)));
        Assert.Equal(DeliveryErrorCodes.Conflict, failure.Code);
        Assert.Contains(releases[0].Images[0].Image.Digest.ToString(), failure.Message);
        Assert.Equal(releases[0].Images[0].Image.Digest, await world.TagAsync("Staging"));
        Assert.Equal(2, (await world.StateAsync("Staging")).History.Length);
    }

    [Fact]
    public async Task The_same_release_promoted_twice_at_once_has_one_record()
    {
        // The registry's files are not replaced whole, so readers meet an error of the server now and then: that needs the waits of the real clock.
        await using DeliveryWorld world = await StartAsync(SystemRegistryClock.Instance, "Dev", "Staging");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        ChangeResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.PromoteAsync("Dev", "Staging")));
        PromotionRecord record = Assert.Single((await world.StateAsync("Staging")).History);
        Assert.All(results, result => Assert.Equal(record.Digest, result.Record.Digest));
    }

    [Fact]
    public async Task Whoever_wins_among_many_tag_and_history_agree_and_every_loser_is_told()
    {
        // With the real clock, as above.
        await using DeliveryWorld world = await StartAsync(SystemRegistryClock.Instance, "Dev", "Staging");
        Release[] releases = [await world.BuildAsync(1), await world.BuildAsync(2), await world.BuildAsync(3)];
        foreach (Release release in releases)
        {
            await world.DeployAsync("Dev", release);
        }

        for (int round = 0; round < 5; round++)
        {
            Exception?[] failures = await Task.WhenAll(releases.Select(release => Record.ExceptionAsync(() => world.PromoteAsync("Dev", "Staging", release.Digest)).AsTask()));
            Assert.All(failures.OfType<Exception>(), failure => Assert.Equal(DeliveryErrorCodes.Conflict, Assert.IsType<BuildKitException>(failure).Code));
            Assert.Contains(null, failures);
            EnvironmentState state = await world.StateAsync("Staging");
            Assert.Equal(TagState.Agrees, state.Tag);
            Assert.Equal(state.Current().TagTarget, await world.TagAsync("Staging"));
        }
    }

    /// <summary>A promotion of the first release during which, at one request, that of the second happens from beginning to end.</summary>
    private sealed class Meeting : IAsyncDisposable
    {
        private readonly FaultServer server;

        private Meeting(DeliveryWorld world, FaultServer server, Release first, Release second)
        {
            World = world;
            this.server = server;
            First = first;
            Second = second;
        }

        public DeliveryWorld World { get; }

        public Release First { get; }

        public Release Second { get; }

        public EnvironmentRepositories Staging => World.At("Staging", server.Host);

        public static async Task<Meeting> PrepareAsync(Func<RecordedRequest, bool> when, params string[] images)
        {
            DeliveryWorld world = await StartAsync("Dev", "Staging");
            Release first = await world.BuildAsync(1, images);
            Release second = await world.BuildAsync(2, images);
            await world.DeployAsync("Dev", first);
            await world.DeployAsync("Dev", second);
            var server = new FaultServer(world.Registry("Staging").Host);
            int met = 0;
            server.Rule = request =>
            {
                if (when(request) && Interlocked.Exchange(ref met, 1) == 0)
                {
                    world.PromoteAsync("Dev", "Staging", second.Digest).GetAwaiter().GetResult();
                }

                return null;
            };
            return new Meeting(world, server, first, second);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            await World.DisposeAsync();
        }
    }
}
