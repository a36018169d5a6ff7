using System.Diagnostics;

namespace BuildKit.Facts.Remotes;

/// <summary>
/// A call that blocks its thread and can be told to stop only where it calls back. It is left alone when it has been silent for too long, or when nobody wants its answer any more.
/// </summary>
/// <param name="patience">How long it may be silent.</param>
internal sealed class WatchedCall(TimeSpan patience)
{
    private long lastSign = Stopwatch.GetTimestamp();

    /// <summary>Notes a sign of life. False where the call should stop.</summary>
    internal bool Goes(CancellationToken ct)
    {
        Volatile.Write(ref lastSign, Stopwatch.GetTimestamp());
        return !ct.IsCancellationRequested;
    }

    /// <summary>Makes the call on a thread of its own.</summary>
    /// <exception cref="TimeoutException">It was silent for too long.</exception>
    internal async Task<T> RunAsync<T>(Func<T> call, CancellationToken ct)
    {
        Task<T> answer = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (true)
        {
            TimeSpan left = patience - Stopwatch.GetElapsedTime(Volatile.Read(ref lastSign));
            if (left <= TimeSpan.Zero && !answer.IsCompleted)
            {
                throw new TimeoutException();
            }

            try
            {
                return await answer.WaitAsync(left > TimeSpan.Zero ? left : Timeout.InfiniteTimeSpan, ct).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // There may have been signs meanwhile.
                continue;
            }
        }
    }
}
