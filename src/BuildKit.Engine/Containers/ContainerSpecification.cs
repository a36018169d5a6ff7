using System.Collections.Immutable;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Containers;

/// <summary>Works out a container's process from its image and what the user asked for, by Docker's rules.</summary>
public static class ContainerSpecification
{
    /// <summary>What a process finds by where nothing says a PATH.</summary>
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The process, without a place for its changes.</summary>
    /// <exception cref="BuildKitException"><c>BK4134</c> for an unknown user, <c>BK4014</c> where nothing names a program.</exception>
    public static SandboxSpec Create(ContainerRequest request)
    {
        var user = request.Users.ResolveUser(request.User ?? request.Config.User);
        return new SandboxSpec
        {
            Layers = request.Layers,
            Arguments = Arguments(request),
            Env = Environment(request, user),
            WorkingDirectory = Absolute(request.WorkingDirectory ?? request.Config.WorkingDir),
            Uid = (int)user.Uid,
            Gid = (int)user.Gid,
            Groups = [.. user.Groups.Select(group => (int)group)],
            HostName = request.Name,
            HostNetwork = request.HostNetwork,
            Mounts = [.. request.Volumes.Select(volume => new SandboxMount(volume.Target, volume.Source, volume.ReadOnly))],
            MemoryBytes = request.MemoryBytes,
            Cpus = request.Cpus,
            StopSignal = StopSignal.Parse(request.Config.StopSignal),
            Io = request.Tty ? SandboxIo.Terminal : request.Interactive ? SandboxIo.Inherit : SandboxIo.Output,
        };
    }

    private static ImmutableArray<string> Arguments(ContainerRequest request)
    {
        var replaced = request.Entrypoint;
        var entrypoint = replaced switch
        {
            null => request.Config.Entrypoint ?? [],
            [""] => [],
            { } given => given,
        };
        var command = request.Command.IsEmpty && replaced is null ? request.Config.Cmd ?? [] : request.Command;
        ImmutableArray<string> arguments = [.. entrypoint, .. command];
        return arguments.IsEmpty
            ? throw new BuildKitException(
                ExecutionErrorCodes.CommandMissing,
                "The image names no program to start, and neither does the command line.",
                "Give a command after the image's name, or an Entrypoint or Command in the Buildfile.")
            : arguments;
    }

    private static ImmutableArray<EnvironmentVariable> Environment(ContainerRequest request, ProcessUser user)
    {
        var variables = new List<EnvironmentVariable> { new("PATH", DefaultPath), new("HOSTNAME", request.Name), new("HOME", user.Home) };
        if (request.Tty)
        {
            variables.Add(new EnvironmentVariable("TERM", "xterm"));
        }

        foreach (var variable in request.Config.Env.Concat(request.Env))
        {
            variables.RemoveAll(known => known.Name == variable.Name);
            variables.Add(variable);
        }

        return [.. variables];
    }

    private static string Absolute(string? directory) =>
        string.IsNullOrEmpty(directory) ? "/" : directory[0] == '/' ? directory : "/" + directory;
}
