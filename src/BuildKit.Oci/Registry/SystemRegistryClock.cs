namespace BuildKit.Oci.Registry;

/// <summary>The machine's clock.</summary>
public sealed class SystemRegistryClock : IRegistryClock
{
    private SystemRegistryClock()
    {
    }

    /// <summary>The only one.</summary>
    public static SystemRegistryClock Instance { get; } = new();

    /// <inheritdoc />
    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <inheritdoc />
    public Task DelayAsync(TimeSpan delay, CancellationToken ct) => Task.Delay(delay, ct);
}
