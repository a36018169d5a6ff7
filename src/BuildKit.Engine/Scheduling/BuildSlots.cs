namespace BuildKit.Engine.Scheduling;

/// <summary>How many steps run side by side: those that compute are bounded by the processors, those that wait for a network by a fixed number.</summary>
internal sealed class BuildSlots : IDisposable
{
    private const int Transfers = 4;

    /// <summary>For commands and for making layers.</summary>
    internal SemaphoreSlim Work { get; } = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>For bringing bases.</summary>
    internal SemaphoreSlim Transfer { get; } = new(Transfers);

    /// <summary>Waits for a slot, and does the work on a thread of the pool.</summary>
    internal static async Task<T> UseAsync<T>(SemaphoreSlim slots, Func<Task<T>> work, CancellationToken ct)
    {
        await slots.WaitAsync(ct);
        try
        {
            return await Task.Run(work, ct);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose()
    {
        Work.Dispose();
        Transfer.Dispose();
    }
}
