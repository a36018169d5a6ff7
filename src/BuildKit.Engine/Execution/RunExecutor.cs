using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Files;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Runs a command in the sandbox on the parent's files and makes a layer of what it changed.</summary>
internal sealed class RunExecutor(LocalStore store, ISandbox sandbox, BuildRequest request, EventStream events)
{
    internal async Task<LayerCommit?> RunAsync(RunStep step, StepRef reference, StepResult parent, ImmutableArray<ChangeSet> binds, CancellationToken ct)
    {
        EffectiveRun run = EffectiveRun.Of(step, parent.Config);
        ProcessUser user = UserDatabase.Of(parent.Tree).ResolveUser(run.User);
        using RunMounts mounts = await RunMounts.AcquireAsync(run.Mounts, binds, user, store, request, ct);
        using UpperDirectory upper = store.Snapshots.CreateUpper(parent.Tree);
        var output = new RunOutput(events, reference, mounts.SecretValues);
        var spec = new SandboxSpec
        {
            Layers = await store.Snapshots.StackAsync(parent.Tree, parent.DiffIds, ct),
            UpperDirectory = upper.Upper,
            WorkDirectory = upper.Work,
            Arguments = run.Arguments,
            Env = EnvironmentOf(step, run, user),
            WorkingDirectory = run.WorkingDirectory,
            Uid = (int)user.Uid,
            Gid = (int)user.Gid,
            Groups = [.. user.Groups.Select(group => (int)group)],
            HostNetwork = step.Options.Network,
            Mounts = [.. SystemMounts(step), .. mounts.All],
            MemoryBytes = step.Options.MemoryBytes,
            Cpus = step.Options.Cpus,
            Timeout = step.Options.Timeout,
        };
        SandboxExit exit = await sandbox.RunAsync(spec, output, ct);
        foreach (string warning in exit.Warnings)
        {
            output.OnLine(OutputStream.Stderr, "buildkit: " + warning);
        }

        CommandExit.Check(step, exit, output.Last, hasRoom: exit.ExitCode == 0 || DiskErrors.HasRoom(store.Paths.Root));
        LayerCommit? commit = await store.Snapshots.CommitAsync(
            upper, parent.Tree, [.. exit.Stubs.Select(stub => LayerPath.Parse(stub))], ct);
        foreach (string note in commit?.Notes ?? [])
        {
            output.OnLine(OutputStream.Stderr, "buildkit: " + note);
        }

        return commit;
    }

    private ImmutableArray<EnvironmentVariable> EnvironmentOf(RunStep step, EffectiveRun run, ProcessUser user)
    {
        ImmutableArray<EnvironmentVariable> env = run.Env.Any(variable => variable.Name == "HOME")
            ? run.Env
            : run.Env.Add(new EnvironmentVariable("HOME", user.Home));
        return step.Options.Network ? HostNetwork.AddTo(env, request.Environment) : env;
    }

    private IEnumerable<SandboxMount> SystemMounts(RunStep step)
    {
        if (step.Options.Network)
        {
            return HostNetwork.Mounts(request.Environment);
        }

        string hosts = store.Temporary.NewPath("hosts");
        File.WriteAllText(hosts, "127.0.0.1 localhost buildkit\n::1 localhost buildkit\n");

        // Whatever the umask: a step of any user reads it.
        OwnedPath.Set(hosts, 0, 0, mode: 0x1A4);
        return [new SandboxMount("/etc/hosts", hosts, ReadOnly: true)];
    }
}
