using System.Collections.Immutable;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>The process of a run, in a build and in a test.</summary>
internal sealed class RunProcess(LocalStore store, BuildRequest request)
{
    /// <summary>Everything about it but its root filesystem.</summary>
    internal SandboxSpec Create(RunStep step, EffectiveRun run, ProcessUser user, RunMounts mounts) => new()
    {
        Layers = [],
        Arguments = run.Arguments,
        Env = EnvironmentVariables.SetAll(EnvironmentOf(step, run, user), mounts.Variables),
        PrivateFolder = mounts.PrivateFolder,
        WorkingDirectory = run.WorkingDirectory,
        Uid = (int)user.Uid,
        Gid = (int)user.Gid,
        Groups = [.. user.Groups.Select(group => (int)group)],
        HostNetwork = step.Options.Network.IsHost,
        Mounts = [.. SystemMounts(step), .. mounts.All],
        MemoryBytes = step.Options.MemoryBytes,
        Cpus = step.Options.Cpus,
        Pids = step.Options.Pids ?? ProcessLimit.Default,
        Timeout = step.Options.Timeout,
    };

    private ImmutableArray<EnvironmentVariable> EnvironmentOf(RunStep step, EffectiveRun run, ProcessUser user)
    {
        ImmutableArray<EnvironmentVariable> env = run.Env.Any(variable => variable.Name == "HOME")
            ? run.Env
            : run.Env.Add(new EnvironmentVariable("HOME", user.Home));
        return step.Options.Network.IsHost ? HostNetwork.AddTo(env, request.Environment) : env;
    }

    private IEnumerable<SandboxMount> SystemMounts(RunStep step)
    {
        if (step.Options.Network.IsHost)
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
