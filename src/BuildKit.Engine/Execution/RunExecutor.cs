using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Files;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Runs a command in the sandbox on the parent's files and makes a layer of what it changed.</summary>
internal sealed class RunExecutor(LocalStore store, ISandbox sandbox, BuildRequest request, EventStream events, RunReports reports, CacheSources remote)
{
    internal async Task<LayerCommit?> RunAsync(RunStep step, StepRef reference, StepResult parent, ImmutableArray<ChangeSet> binds, CancellationToken ct)
    {
        EffectiveRun run = EffectiveRun.Of(step, parent.Config);
        ProcessUser user = UserDatabase.Of(parent.Tree).ResolveUser(run.User);
        RunMounts mounts = await RunMounts.AcquireAsync(run.Mounts, step.Options.SecretVariables, binds, user, store, request, remote, ct);
        UpperDirectory? upper = null;
        FailedRun? kept = null;
        try
        {
            upper = store.Snapshots.CreateUpper(parent.Tree);
            SandboxSpec spec = new RunProcess(store, request).Create(step, run, user, mounts) with
            {
                Layers = await store.Snapshots.StackAsync(parent.Tree, parent.DiffIds, ct),
                UpperDirectory = upper.Upper,
                WorkDirectory = upper.Work,
            };
            return await RunAsync(step, reference, parent, spec, mounts, upper, ct);
        }
        catch (CommandFailedException failure)
        {
            kept = failure.Run;
            throw;
        }
        catch (BuildKitException failure) when (ForeignPlatform.Explain(step, failure) is { } explained)
        {
            throw explained;
        }
        finally
        {
            if (kept is null)
            {
                upper?.Dispose();
                mounts.Dispose();
            }
        }
    }

    private async Task<LayerCommit?> RunAsync(
        RunStep step, StepRef reference, StepResult parent, SandboxSpec spec, RunMounts mounts, UpperDirectory upper, CancellationToken ct)
    {
        var output = new RunOutput((stream, line) => events.Emit(elapsed => new StepOutput(elapsed, reference, stream, line)), mounts.Secrets);
        SandboxExit exit = await sandbox.RunAsync(spec, output, ct);
        output.Warn(exit);
        try
        {
            CommandExit.Check(step, exit, output, hasRoom: exit.ExitCode == 0 || DiskErrors.HasRoom(store.Paths.Root));
        }
        catch (CommandFailedException failure)
        {
            failure.Reports = reports.TakeOfFailed(step, reference, parent, [upper], mounts.SecretPatterns, ct);
            failure.Run = request.OnFailedRun is null ? null : new FailedRun(sandbox, store.Snapshots, parent, spec, mounts, upper);
            throw;
        }

        LayerCommit? commit = await store.Snapshots.CommitAsync(
            upper, parent.Tree, [.. exit.Stubs.Select(stub => LayerPath.Parse(stub))], mounts.SecretPatterns, ct);
        foreach (string note in commit?.Notes ?? [])
        {
            output.OnLine(OutputStream.Stderr, "buildkit: " + note);
        }

        return commit;
    }
}
