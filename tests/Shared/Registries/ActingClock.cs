using BuildKit.Oci.Registry;

namespace BuildKit.Tests.Registries;

/// <summary>A clock on which something happens in each wait, and no time is lost.</summary>
public sealed class ActingClock(Func<Task> act) : IRegistryClock
{
    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    public Task DelayAsync(TimeSpan delay, CancellationToken ct) => act();
}
