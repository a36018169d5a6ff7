using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.Files;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Runs a command in the sandbox on the parent's files and makes a layer of what it changed.</summary>
internal sealed class RunExecutor(LocalStore store, ISandbox sandbox, BuildRequest request, EventStream events, RunReports reports, CacheSources remote, FetchGateway gateway,
    IntermediateFiles intermediate)
{
    internal async Task<LayerCommit?> RunAsync(RunStep step, StepRef reference, StepResult parent, ImmutableArray<ChangeSet> binds, CancellationToken ct)
    {
        EffectiveRun run = EffectiveRun.Of(step, parent.Config);
        ProcessUser user = UserDatabase.Of(parent.Tree).ResolveUser(run.User);
        RunMounts mounts = await RunMounts.AcquireAsync(run.Mounts, step.Options.SecretVariables, binds, user, store, request, remote, ct);
        UpperDirectory? upper = null;
        RunNetwork? network = null;
        SandboxSpec? spec = null;
        FailedRun? kept = null;
        try
        {
            var output = new RunOutput((stream, line) => events.Emit(elapsed => new StepOutput(elapsed, reference, stream, line)), mounts.Secrets);
            IntermediateKeys? made = run.Incremental is { } incremental ? IntermediateKeys.Of(step, incremental, parent) : null;
            (upper, FoundFiles found) = await CreateUpperAsync(run.Incremental, parent, made, output, ct);
            spec = new RunProcess(store, request).Create(step, run.After(found.Count), user, mounts) with
            {
                Layers = await store.Snapshots.StackAsync(parent.Tree, parent.DiffIds, ct),
                UpperDirectory = upper.Upper,
                WorkDirectory = upper.Work,
            };
            FetchLog? fetches = null;
            if (!step.Options.Network.Hosts.IsEmpty)
            {
                fetches = gateway.LogFor(step, output);
                network = await gateway.OpenAsync(step, fetches, output.Hidden, ct);
                spec = network.Join(spec);
            }

            SandboxExit exit = await RunAsync(step, reference, parent, spec, mounts, upper, output, fetches, ct);
            LayerCommit? commit = await CommitAsync(parent, exit, mounts, upper, output, ct);
            if (run.Incremental is { } left && made is not null && commit is not null)
            {
                intermediate.Keep(left, made, commit);
            }

            if (fetches is not null)
            {
                await gateway.KeepAsync(fetches, ct);
            }

            return commit;
        }
        catch (CommandFailedException failure) when (request.OnFailedRun is not null && upper is not null && spec is not null)
        {
            kept = new FailedRun(sandbox, store.Snapshots, parent, spec, mounts, upper, network);
            failure.Run = kept;
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
                await using RunNetwork? ended = network;
                upper?.Dispose();
                mounts.Dispose();
            }
        }
    }

    private async Task<(UpperDirectory Upper, FoundFiles Found)> CreateUpperAsync(IncrementalRun? run, StepResult parent, IntermediateKeys? made, RunOutput output, CancellationToken ct)
    {
        if (run is null || made is null)
        {
            return (store.Snapshots.CreateUpper(parent.Tree), FoundFiles.None);
        }

        UpperDirectory upper;
        FoundFiles found;
        try
        {
            found = intermediate.Find(run, made, parent.Tree);
            upper = await store.Snapshots.CreateUpperAsync(parent.Tree, found.Files, ct);
        }
        catch (BuildKitException)
        {
            // A run makes it all by itself where a layer is damaged that nobody else needs.
            return (store.Snapshots.CreateUpper(parent.Tree), FoundFiles.None);
        }

        if (found.Count > 0)
        {
            output.OnLine(
                OutputStream.Stderr, $"buildkit: {found.Count} of {run.Outputs.Length} referenced projects are compiled already{(found.IsConditional ? ", if the others show the same" : "")}.");
        }

        return (upper, found);
    }

    private async Task<SandboxExit> RunAsync(
        RunStep step, StepRef reference, StepResult parent, SandboxSpec spec, RunMounts mounts, UpperDirectory upper, RunOutput output, FetchLog? fetches, CancellationToken ct)
    {
        SandboxExit exit = await sandbox.RunAsync(spec, output, ct);
        output.Warn(exit);
        try
        {
            // What the lock has not is why a command fails that asked for it, and a command that goes on without it gives nothing either.
            if (fetches?.Verdict() is { } verdict)
            {
                throw new CommandFailedException(verdict.Code, verdict.Message, verdict.Advice, exit.ExitCode, output.Last);
            }

            CommandExit.Check(step, exit, output, hasRoom: exit.ExitCode == 0 || DiskErrors.HasRoom(store.Paths.Root), fetches?.Refusals);
            return exit;
        }
        catch (CommandFailedException failure)
        {
            failure.Reports = reports.TakeOfFailed(step, reference, parent, [upper], mounts.SecretPatterns, ct);
            throw;
        }
    }

    private async Task<LayerCommit?> CommitAsync(StepResult parent, SandboxExit exit, RunMounts mounts, UpperDirectory upper, RunOutput output, CancellationToken ct)
    {
        LayerCommit? commit = await store.Snapshots.CommitAsync(
            upper, parent.Tree, [.. exit.Stubs.Select(stub => LayerPath.Parse(stub))], mounts.SecretPatterns, ct);
        foreach (string note in commit?.Notes ?? [])
        {
            output.OnLine(OutputStream.Stderr, "buildkit: " + note);
        }

        return commit;
    }
}
