using BuildKit.Engine.Scheduling;

namespace BuildKit.Engine.Tests.Scheduling;

public sealed class UrgentSlotsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_most_urgent_goes_first_and_among_equals_the_one_that_came_first()
    {
        var slots = new UrgentSlots(1);
        List<string> order = [];
        var hold = new TaskCompletionSource<int>();
        Task<int> first = slots.UseAsync(0, () => hold.Task, Ct);
        Task<int>[] others =
        [
            slots.UseAsync(1, () => Note("one"), Ct),
            slots.UseAsync(7, () => Note("seven"), Ct),
            slots.UseAsync(7, () => Note("seven again"), Ct),
            slots.UseAsync(3, () => Note("three"), Ct),
        ];

        hold.SetResult(0);
        await first;
        await Task.WhenAll(others);

        Assert.Equal(["seven", "seven again", "three", "one"], order);

        Task<int> Note(string name)
        {
            order.Add(name);
            return Task.FromResult(0);
        }
    }

    [Fact]
    public async Task Never_more_than_the_slots_are_in_use()
    {
        var slots = new UrgentSlots(3);
        int running = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => slots.UseAsync(i % 5, async () =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return 0;
        }, Ct)));

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, running);
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_takes_no_slot()
    {
        var slots = new UrgentSlots(1);
        var hold = new TaskCompletionSource<int>();
        using var stop = new CancellationTokenSource();
        Task<int> first = slots.UseAsync(0, () => hold.Task, Ct);
        Task<int> cancelled = slots.UseAsync(9, () => Task.FromResult(1), stop.Token);
        Task<int> last = slots.UseAsync(1, () => Task.FromResult(2), Ct);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        hold.SetResult(0);

        Assert.Equal(0, await first);
        Assert.Equal(2, await last);
        Assert.Equal(3, await slots.UseAsync(0, () => Task.FromResult(3), Ct));
    }

    [Fact]
    public async Task Work_that_fails_gives_its_slot_back()
    {
        var slots = new UrgentSlots(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => slots.UseAsync<int>(0, () => throw new InvalidOperationException(), Ct));

        Assert.Equal(1, await slots.UseAsync(0, () => Task.FromResult(1), Ct));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
