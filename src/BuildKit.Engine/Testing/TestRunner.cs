using System.Collections.Immutable;
using System.Diagnostics;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Engine.Testing;

/// <summary>
/// Runs a test: starts the image by its own entrypoint in a network of its own, waits until it is ready, and runs the steps beside it. Everything
/// that was started has ended when a call returns.
/// </summary>
internal sealed class TestRunner(LocalStore store, ISandbox sandbox, BuildRequest request, EventStream events, RunReports reports)
{
    /// <summary>Runs one test. That it fails is a result and no exception.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task<TestResult> RunAsync(TestPlan plan, CancellationToken ct)
    {
        long began = Stopwatch.GetTimestamp();
        events.Emit(elapsed => new TestStarted(elapsed, plan.Test));
        var output = new TestOutput(events, plan.Test);
        TestFailure? failure = null;
        try
        {
            await TestFailedException.GuardAsync(() => RunAsync(plan, output, ct), cause => new TestFailure(cause, plan.Test.Origin, null, null));
        }
        catch (TestFailedException failed)
        {
            failure = failed.Failure;
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } disk)
        {
            failure = new TestFailure(disk, plan.Test.Origin, null, null);
        }

        // A Ctrl-C goes to all processes of a terminal: what failed then failed because of it.
        ct.ThrowIfCancellationRequested();
        return new TestResult(
            plan.Test, plan.Image, plan.Manifest, plan.Key, failure is null ? TestOutcome.Passed : TestOutcome.Failed,
            Stopwatch.GetElapsedTime(began), DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()), failure, output.Lines);
    }

    private async Task RunAsync(TestPlan plan, TestOutput output, CancellationToken ct)
    {
        ImmutableArray<string> layers = await store.Snapshots.StackAsync(plan.Root.Tree, plan.Root.DiffIds, ct);
        using var steps = new TestSteps(store, sandbox, request, plan, layers, output, reports);
        if (plan.Test.Start is not { } start)
        {
            await steps.RunAsync(null, null, ct);
            return;
        }

        await using SandboxNetwork network = await sandbox.CreateNetworkAsync(ct);
        using ContainerFiles files = await ContainerFiles.CreateAsync(store.ScratchFolder, "buildkit", hostNetwork: false, ct);
        using UpperDirectory changes = store.Snapshots.CreateUpper(plan.Root.Tree);
        SandboxSpec spec = ServiceOf(plan, start, layers) with
        {
            UpperDirectory = changes.Upper,
            WorkDirectory = changes.Work,
            Network = network,
            Io = SandboxIo.Lines,
        };
        var lines = new RunOutput((stream, line) => output.Add(new TestLine(null, stream, line)), []);
        await using var service = new TestService(sandbox, spec with { Mounts = [.. files.Mounts, .. spec.Mounts] }, start, lines, ct);
        await service.WaitUntilReadyAsync(network, ct);
        await steps.RunAsync(network, service, ct);
        if (service.HasEnded)
        {
            throw await service.FailureAsync("before the test was over");
        }
    }

    private static SandboxSpec ServiceOf(TestPlan plan, ServiceStart start, ImmutableArray<string> layers)
    {
        try
        {
            return ContainerSpecification.Create(new ContainerRequest { Layers = layers, Config = plan.Root.Config, Users = UserDatabase.Of(plan.Root.Tree) });
        }
        catch (BuildKitException cause)
        {
            throw new TestFailedException(new TestFailure(cause, start.Origin, null, null));
        }
    }
}
