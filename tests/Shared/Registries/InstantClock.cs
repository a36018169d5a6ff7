using System.Collections.Concurrent;
using BuildKit.Oci.Registry;

namespace BuildKit.Tests.Registries;

/// <summary>A clock on which waiting takes no time and is remembered.</summary>
public sealed class InstantClock : IRegistryClock
{
    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private long ticks;

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddYears(30).AddTicks(Interlocked.Read(ref ticks));

    public TimeSpan[] Waits => [.. waits];

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

    public Task DelayAsync(TimeSpan delay, CancellationToken ct)
    {
        waits.Enqueue(delay);
        Advance(delay);
        return Task.CompletedTask;
    }
}
