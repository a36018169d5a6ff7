using System.Collections.Immutable;
using BuildKit.Oci;

namespace BuildKit.Engine.Store;

/// <summary>
/// That a store is in use: a lock that everyone who has it open holds shared, and a collection alone. What is removed while nobody uses the store is missed by nobody.
/// </summary>
internal sealed class StoreUse : IDisposable
{
    private const string Name = "use";
    private const string Turn = "collect";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly StoreLocks locks;
    private readonly RangeLock held;
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Waits for a collection that is at it.</summary>
    internal StoreUse(StoreLocks locks)
    {
        this.locks = locks;
        held = locks.Wait(Name, exclusive: false);
    }

    /// <summary>The other processes that have the store open, as far as they can be known.</summary>
    internal ImmutableArray<int> Others => locks.HoldersOf(Name);

    /// <summary>A use of its own, for what must not be collected around by the same object.</summary>
    internal Task<RangeLock> ShareAsync(CancellationToken ct) => locks.AcquireAsync(Name, exclusive: false, ct);

    /// <summary>
    /// Does something while nobody else has the store open; whoever opens it meanwhile waits. Others that want to be alone are waited for first, and until then,
    /// and while it waits for users, this object counts as no user.
    /// </summary>
    /// <param name="action">What needs to be alone.</param>
    /// <param name="afterwards">What follows it, while others may use the store or be alone in it and this object still counts as no user.</param>
    /// <param name="patience">How long users are waited for. With none, others that want to be alone are not waited for either.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False where the store is in use; then nothing was done.</returns>
    internal async Task<bool> TryAloneAsync(Func<CancellationToken, Task> action, Action afterwards, TimeSpan patience, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            // Two that hold it shared and want it alone would wait for each other.
            locks.Release(held, Name);
            if (!await DoAloneAsync(action, patience, ct))
            {
                return false;
            }

            afterwards();
            return true;
        }
        finally
        {
            locks.WaitShared(held, Name);
            gate.Release();
        }
    }

    /// <summary>The failure of one that could not be alone.</summary>
    /// <param name="what">What it wants, such as <c>Collect</c>.</param>
    internal BuildKitException InUse(string root, string what)
    {
        ImmutableArray<int> others = Others;
        string who = others switch
        {
            [] => "A build or a container that runs",
            [var one] => $"Process {one}",
            _ => $"Processes {string.Join(", ", others)}",
        };
        return new BuildKitException(
            ExecutionErrorCodes.StoreInUse, $"{who} {(others.Length > 1 ? "use" : "uses")} the store {root}.", $"{what} again when {(others.Length > 1 ? "they have" : "it has")} ended.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        held.Dispose();
        gate.Dispose();
    }

    private async Task<bool> DoAloneAsync(Func<CancellationToken, Task> action, TimeSpan patience, CancellationToken ct)
    {
        using RangeLock? turn = patience == TimeSpan.Zero ? locks.Try(Turn, exclusive: true) : await locks.AcquireAsync(Turn, exclusive: true, ct);
        DateTime end = DateTime.UtcNow + patience;
        while (turn is null || !locks.TryConvert(held, Name, exclusive: true))
        {
            if (turn is null || DateTime.UtcNow >= end)
            {
                return false;
            }

            await Task.Delay(Pause, ct);
        }

        try
        {
            await action(ct);
        }
        finally
        {
            locks.Release(held, Name);
        }

        return true;
    }
}
