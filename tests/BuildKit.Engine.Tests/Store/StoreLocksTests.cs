using BuildKit.Engine.Store;

namespace BuildKit.Engine.Tests.Store;

public sealed class StoreLocksTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-locks-").FullName;

    private StoreLocks Locks => new(Path.Combine(folder, "ranges"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_exclusive_lock_keeps_everyone_else_out_until_it_is_given_up()
    {
        using (RangeLock? held = Locks.Try("step/a", exclusive: true))
        {
            Assert.NotNull(held);
            Assert.Null(Locks.Try("step/a", exclusive: true));
            Assert.Null(Locks.Try("step/a", exclusive: false));
            using RangeLock? other = Locks.Try("step/b", exclusive: true);
            Assert.NotNull(other);
        }

        using RangeLock? again = Locks.Try("step/a", exclusive: true);
        Assert.NotNull(again);
    }

    [Fact]
    public void Shared_locks_stand_side_by_side()
    {
        using RangeLock? one = Locks.Try("cache/a", exclusive: false);
        using RangeLock? two = Locks.Try("cache/a", exclusive: false);

        Assert.NotNull(one);
        Assert.NotNull(two);
        Assert.Null(Locks.Try("cache/a", exclusive: true));
    }

    [Fact]
    public async Task Who_waits_gets_the_lock_when_it_is_free_and_can_give_up_before()
    {
        RangeLock? held = Locks.Try("step/a", exclusive: true);
        using var stop = new CancellationTokenSource();
        Task<RangeLock> patient = Locks.AcquireAsync("step/a", exclusive: true, TestContext.Current.CancellationToken);
        Task<RangeLock> impatient = Locks.AcquireAsync("step/a", exclusive: true, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        held?.Dispose();

        using RangeLock got = await patient;
        Assert.NotNull(got);
    }
}
