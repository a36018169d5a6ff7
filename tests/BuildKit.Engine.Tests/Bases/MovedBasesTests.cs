using System.Collections.Immutable;
using BuildKit.Engine.Bases;
using BuildKit.Oci.Images;
using BuildKit.Tests.Registries;
using static BuildKit.Engine.Tests.Bases.BaseFixture;

namespace BuildKit.Engine.Tests.Bases;

public sealed class MovedBasesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_tag_that_moved_is_found_once_a_day_for_each_pin()
    {
        await using BaseFixture fixture = await StartAsync();
        await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "sdk", "1");
        await fixture.PushAsync(TestImage.Create(2, Amd64, 10), "other", "1");
        await LockAsync(fixture, ("sdk:1", Amd64), ("other:1", Amd64));
        await fixture.PushAsync(TestImage.Create(3, Amd64, 10), "sdk", "1");
        var clock = new SetClock(DateTimeOffset.UnixEpoch.AddYears(60));
        var moved = new MovedBases(fixture.Sources, clock);
        IReadOnlyCollection<LockedBase> pins = await FromLockAsync(fixture, ("sdk:1", Amd64), ("other:1", Amd64));
        Assert.Equal([fixture.Reference("sdk:1")], await moved.FindAsync(pins, Long, Ct));

        fixture.Server.Forget();
        clock.Now += TimeSpan.FromHours(23);
        Assert.Empty(await moved.FindAsync(pins, Long, Ct));
        Assert.Empty(fixture.Server.Requests);
        clock.Now += TimeSpan.FromHours(2);
        Assert.Equal([fixture.Reference("sdk:1")], await moved.FindAsync(pins, Long, Ct));

        // A clock that was set back, and a pin that was updated.
        clock.Now -= TimeSpan.FromDays(30);
        Assert.Equal([fixture.Reference("sdk:1")], await moved.FindAsync(pins, Long, Ct));
        await LockAsync(fixture, ("sdk:1", Amd64));
        await fixture.PushAsync(TestImage.Create(4, Amd64, 10), "sdk", "1");
        Assert.Equal([fixture.Reference("sdk:1")], await moved.FindAsync(await FromLockAsync(fixture, ("sdk:1", Amd64)), Long, Ct));
    }

    [Fact]
    public async Task A_tag_that_stayed_costs_one_question_without_a_body()
    {
        await using BaseFixture fixture = await StartAsync();
        await fixture.PushAsync(TestImage.Index((Amd64, TestImage.Create(1, Amd64, 10)), (Arm64, TestImage.Create(2, Arm64, 10))), "sdk", "1");
        await LockAsync(fixture, ("sdk:1", Amd64), ("sdk:1", Arm64));
        IReadOnlyCollection<LockedBase> pins = await FromLockAsync(fixture, ("sdk:1", Amd64), ("sdk:1", Arm64));
        Assert.Equal(2, pins.Count);
        fixture.Server.Forget();
        Assert.Empty(await new MovedBases(fixture.Sources, TimeProvider.System).FindAsync(pins, Long, Ct));
        Assert.Equal(["HEAD"], fixture.Server.Requests.Where(request => request.Path.Contains("/manifests/", StringComparison.Ordinal)).Select(request => request.Method));
    }

    [Fact]
    public async Task An_index_in_which_another_platform_moved_is_no_news()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage amd = TestImage.Create(1, Amd64, 10);
        await fixture.PushAsync(TestImage.Index((Amd64, amd), (Arm64, TestImage.Create(2, Arm64, 10))), "sdk", "1");
        await LockAsync(fixture, ("sdk:1", Amd64), ("sdk:1", Arm64));
        await fixture.PushAsync(TestImage.Index((Amd64, amd), (Arm64, TestImage.Create(3, Arm64, 10))), "sdk", "1");
        var moved = new MovedBases(fixture.Sources, TimeProvider.System);
        Assert.Empty(await moved.FindAsync(await FromLockAsync(fixture, ("sdk:1", Amd64)), Long, Ct));
        Assert.Equal([fixture.Reference("sdk:1")], await moved.FindAsync(await FromLockAsync(fixture, ("sdk:1", Amd64), ("sdk:1", Arm64)), Long, Ct));
    }

    [Fact]
    public async Task Whoever_does_not_answer_is_passed_over_and_what_others_say_is_told()
    {
        await using BaseFixture fixture = await StartAsync();
        foreach (string name in (string[])["slow", "broken", "gone", "sdk"])
        {
            await fixture.PushAsync(TestImage.Create(1, Amd64, 10), name, "1");
        }

        (string, Platform)[] all = [("slow:1", Amd64), ("broken:1", Amd64), ("gone:1", Amd64), ("sdk:1", Amd64)];
        await LockAsync(fixture, all);
        await fixture.PushAsync(TestImage.Create(2, Amd64, 10), "sdk", "1");
        IReadOnlyCollection<LockedBase> pins = await FromLockAsync(fixture, all);
        using var open = new ManualResetEventSlim();
        fixture.Server.Rule = request =>
        {
            if (request.Path.Contains("/slow/", StringComparison.Ordinal))
            {
                open.Wait(Ct);
            }

            return request.Path.Contains("/broken/", StringComparison.Ordinal) ? Fault.Answer(500) : request.Path.Contains("/gone/", StringComparison.Ordinal) ? Fault.Answer(404) : null;
        };
        fixture.Server.Forget();
        var moved = new MovedBases(fixture.Sources, TimeProvider.System);
        ImmutableArray<ImageReference> found = await moved.FindAsync(pins, TimeSpan.FromSeconds(5), Ct);
        open.Set();
        Assert.Equal([fixture.Reference("sdk:1")], found);
        Assert.Empty(await moved.FindAsync(pins, Long, Ct));
    }

    [Fact]
    public async Task A_registry_that_is_not_there_says_nothing_and_who_gives_up_has_not_asked()
    {
        await using BaseFixture fixture = await StartAsync();
        await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "sdk", "1");
        await LockAsync(fixture, ("sdk:1", Amd64));
        await fixture.PushAsync(TestImage.Create(2, Amd64, 10), "sdk", "1");
        LockedBase pin = Assert.Single(await FromLockAsync(fixture, ("sdk:1", Amd64)));
        var moved = new MovedBases(fixture.Sources, TimeProvider.System);
        Assert.Empty(await moved.FindAsync([pin with { Reference = ImageReference.Parse("127.0.0.1:1/sdk:1") }], Long, Ct));
        Assert.Empty(await moved.FindAsync([pin], Long, new CancellationToken(canceled: true)));
        Assert.Equal([fixture.Reference("sdk:1")], await moved.FindAsync([pin], Long, Ct));
    }

    [Fact]
    public async Task Only_what_the_lock_gave_is_from_the_lock()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "sdk", "1");
        var first = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        await first.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct);
        await first.ResolveAsync(fixture.Reference($"sdk@{image.Root.Digest}"), Amd64, Ct);
        await first.SaveLockAsync(Ct);
        Assert.Empty(first.FromLock);
        var update = new BaseResolver(fixture.Sources, PullPolicy.Always);
        await update.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct);
        Assert.Empty(update.FromLock);
        Assert.Equal((fixture.Reference("sdk:1"), Amd64, image.Root.Digest), Assert.Single(await FromLockAsync(fixture, ("sdk:1", Amd64))) is var pin ? (pin.Reference, pin.Platform, pin.Pin.Manifest) : default);
    }

    private static async Task LockAsync(BaseFixture fixture, params (string Name, Platform Platform)[] bases)
    {
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Always);
        foreach ((string name, Platform platform) in bases)
        {
            await resolver.ResolveAsync(fixture.Reference(name), platform, Ct);
        }

        await resolver.SaveLockAsync(Ct);
    }

    private static async Task<IReadOnlyCollection<LockedBase>> FromLockAsync(BaseFixture fixture, params (string Name, Platform Platform)[] bases)
    {
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        foreach ((string name, Platform platform) in bases)
        {
            await resolver.ResolveAsync(fixture.Reference(name), platform, Ct);
        }

        return resolver.FromLock;
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
