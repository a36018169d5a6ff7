using System.Collections.Immutable;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Engine.Testing;

/// <summary>
/// The steps of one running test. Each finds the image's files with what the steps before it changed, or files of its own; nothing of it is kept. The service has the
/// image's files for itself, as it would beside another container.
/// </summary>
internal sealed class TestSteps(
    LocalStore store, ISandbox sandbox, BuildRequest request, TestPlan plan, ImmutableArray<string> layers, TestOutput output, RunReports reports) : IDisposable
{
    private readonly List<UpperDirectory> changes = [];

    /// <summary>Runs the steps one after the other, as long as the service is there.</summary>
    /// <param name="network">What they share with the service; null without one.</param>
    /// <exception cref="TestFailedException">A step failed, or the service ended.</exception>
    internal async Task RunAsync(SandboxNetwork? network, TestService? service, CancellationToken ct)
    {
        for (int i = 0; i < plan.Test.Steps.Length; i++)
        {
            StepRef reference = plan.Test.Steps[i];
            var step = (RunStep)request.Graph[reference];
            int index = i;
            await TestFailedException.GuardAsync(
                () => RunAsync(step, reference, index, network, service, ct),
                cause => new TestFailure(cause, step.Origin, reference, (cause as CommandFailedException)?.ExitCode) { Reports = (cause as CommandFailedException)?.Reports });
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (UpperDirectory upper in changes)
        {
            upper.Dispose();
        }
    }

    private async Task RunAsync(RunStep step, StepRef reference, int index, SandboxNetwork? network, TestService? service, CancellationToken ct)
    {
        StepResult root = plan.Roots[index];
        bool isOnImage = plan.Test.IsOnImage(step);
        EffectiveRun run = EffectiveRun.Of(step, root.Config);
        ProcessUser user = UserDatabase.Of(root.Tree).ResolveUser(run.User);
        using RunMounts mounts = await RunMounts.AcquireAsync(run.Mounts, step.Options.SecretVariables, plan.Binds[index], user, store, request, remote: null, ct);
        ImmutableArray<string> below = isOnImage
            ? [.. layers, .. changes.Select(upper => upper.Upper)]
            : await store.Snapshots.StackAsync(root.Tree, root.DiffIds, ct);
        using UpperDirectory? alone = isOnImage ? null : store.Snapshots.CreateUpper(root.Tree);
        UpperDirectory own = alone ?? store.Snapshots.CreateUpper(root.Tree);
        if (isOnImage)
        {
            changes.Add(own);
        }

        IEnumerable<UpperDirectory> changed = isOnImage ? changes : [own];
        var lines = new RunOutput((stream, line) => output.Add(new TestLine(reference, stream, line)), mounts.Secrets);
        SandboxSpec spec = new RunProcess(store, request).Create(step, run, user, mounts) with
        {
            Layers = below,
            UpperDirectory = own.Upper,
            WorkDirectory = own.Work,
            Network = network,
        };
        SandboxExit exit = await RunBesideAsync(spec, lines, step, service, ct);
        lines.Warn(exit);
        try
        {
            CommandExit.Check(step, exit, lines, hasRoom: exit.ExitCode == 0 || DiskErrors.HasRoom(store.Paths.Root));
        }
        catch (CommandFailedException failure)
        {
            failure.Reports = reports.TakeOfFailed(step, reference, root, changed, mounts.SecretPatterns, ct);
            throw;
        }

        if (reports.AreWantedOf(step))
        {
            reports.Take(step, reference, root, changed, mounts.SecretPatterns, ct);
        }
    }

    private async Task<SandboxExit> RunBesideAsync(SandboxSpec spec, RunOutput lines, RunStep step, TestService? service, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task<SandboxExit> run = sandbox.RunAsync(spec, lines, stop.Token);
        if (service is null || await Task.WhenAny(run, service.Ended) == run)
        {
            return await run;
        }

        // Without its service the step could only wait or fail for another reason than the true one.
        await stop.CancelAsync();
        try
        {
            await run;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // As asked.
        }

        throw await service.FailureAsync($"while '{step.Display}' ran");
    }
}
