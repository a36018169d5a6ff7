namespace BuildKit.Engine.Scheduling;

/// <summary>A number of slots, given to the most urgent of those that wait; among equals, to the one that came first.</summary>
internal sealed class UrgentSlots(int count)
{
    private readonly PriorityQueue<TaskCompletionSource, (int Order, long Arrival)> waiting = new();
    private readonly Lock gate = new();
    private int free = count;
    private long arrivals;

    /// <summary>Waits for a slot, and does the work on a thread of the pool.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it waited, or by the work itself.</exception>
    internal async Task<T> UseAsync<T>(int urgency, Func<Task<T>> work, CancellationToken ct)
    {
        await EnterAsync(urgency, ct);
        try
        {
            return await Task.Run(work, ct);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>As above, for work that gives nothing.</summary>
    internal Task UseAsync(int urgency, Func<Task> work, CancellationToken ct) => UseAsync(urgency, async () =>
    {
        await work();
        return true;
    }, ct);

    private async Task EnterAsync(int urgency, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return;
            }

            waiting.Enqueue(turn, (-urgency, arrivals++));
        }

        await using (ct.Register(() => turn.TrySetCanceled(ct)))
        {
            await turn.Task;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            // Who was cancelled is still in the queue, and takes no slot.
            while (waiting.TryDequeue(out TaskCompletionSource? next, out _))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            free++;
        }
    }
}
