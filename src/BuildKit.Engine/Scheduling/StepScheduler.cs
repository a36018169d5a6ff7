using System.Diagnostics;
using System.Runtime.ExceptionServices;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Store;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Engine.Scheduling;

/// <summary>
/// Walks the needed steps in their order. A step waits for its inputs and then runs; whatever is known completes on the walk itself,
/// without a thread. The first failure stops all others.
/// </summary>
internal sealed class StepScheduler(BuildRequest request, NeededSteps needed, StepRunner runner, StepReports reports, string storeRoot)
{
    private readonly BuildGraph graph = request.Graph;
    private readonly Dictionary<StepRef, Task<StepResult>> tasks = [];
    private Exception? failure;

    /// <summary>Brings every needed step to its result.</summary>
    /// <exception cref="StepFailedException">A step failed.</exception>
    internal async Task<Func<StepRef, StepResult>> RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);

        // Bases first: they are what takes longest to arrive.
        foreach (StepRef step in needed.All.Where(step => graph[step].Inputs.IsEmpty).Concat(needed.All.Where(step => !graph[step].Inputs.IsEmpty)))
        {
            tasks[step] = RunStepAsync(step, stop);
        }

        try
        {
            await Task.WhenAll(tasks.Values);
        }
        catch (Exception) when (failure is not null)
        {
            if (failure is not StepFailedException failed)
            {
                ExceptionDispatchInfo.Throw(failure);
                throw;
            }

            failed = failed.With(reports.All);
            await using FailedRun? run = RunOf(failed.InnerException);
            if (run is not null && request.OnFailedRun is { } look && !ct.IsCancellationRequested)
            {
                await look(failed, run, ct);
            }

            throw failed;
        }

        return ResultOf;
    }

    // Only asked for steps whose task has ended well.
    private StepResult ResultOf(StepRef step) => tasks[step].GetAwaiter().GetResult();

    private async Task<StepResult> RunStepAsync(StepRef reference, CancellationTokenSource stop)
    {
        foreach (StepRef input in graph[reference].Inputs)
        {
            await tasks[input];
        }

        long start = Stopwatch.GetTimestamp();
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            return await runner.RunAsync(reference, ResultOf, stop.Token);
        }
        catch (Exception exception)
        {
            bool cancelled = exception is OperationCanceledException && stop.IsCancellationRequested;
            if (!cancelled)
            {
                if (Interlocked.CompareExchange(ref failure, Explain(exception, reference), null) is not null && RunOf(exception) is { } unseen)
                {
                    await unseen.DisposeAsync();
                }

                await stop.CancelAsync();
            }

            // Nothing failed where this process, or the walk, is only to start again: the second one reports.
            if (failure is not (NamespaceNeededException or CacheLostException))
            {
                reports.End(new StepReport(
                    reference, cancelled ? StepOutcome.Cancelled : StepOutcome.Failed, Stopwatch.GetElapsedTime(start), null, null, 0, null));
            }

            throw;
        }
    }

    private static FailedRun? RunOf(Exception? exception) => (exception as CommandFailedException)?.Run;

    private Exception Explain(Exception exception, StepRef reference)
    {
        Step step = graph[reference];
        return exception switch
        {
            CacheLostException => exception,
            CommandFailedException command => new StepFailedException(
                command.Code, command.Message, command.Advice, command, reference, step, command.ExitCode, command.Output) { Reports = command.Reports },
            BuildKitException known => new StepFailedException(known.Code, known.Message, known.Advice, known, reference, step, null, []),
            _ => DiskErrors.Explain(exception, storeRoot) is { } disk
                ? new StepFailedException(disk.Code, disk.Message, disk.Advice, exception, reference, step, null, [])
                : exception,
        };
    }
}
