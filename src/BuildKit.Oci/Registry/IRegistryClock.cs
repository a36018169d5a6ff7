namespace BuildKit.Oci.Registry;

/// <summary>The client's view of time, so that a test of waiting does not wait.</summary>
public interface IRegistryClock
{
    /// <summary>The present, UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Waits.</summary>
    Task DelayAsync(TimeSpan delay, CancellationToken ct);
}
