using System.Collections.Immutable;
using System.CommandLine;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Running;

/// <summary>The options that say how a container starts.</summary>
internal sealed class ContainerOptions
{
    private readonly Option<string> network = new("--network")
    {
        Description = "host: the machine's network; none: a loopback device only.",
        HelpName = "host|none",
        DefaultValueFactory = _ => "none",
    };

    private readonly Option<bool> interactive = new("--interactive", "-i") { Description = "Pass standard input on." };
    private readonly Option<bool> tty = new("--tty", "-t") { Description = "Give it a terminal." };
    private readonly Option<string[]> env = new("--env", "-e") { Description = "Set a variable; NAME alone takes this shell's value; may be repeated.", HelpName = "NAME[=VALUE]", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> volume = new("--volume", "-v") { Description = "Share a file or folder of this machine, writable unless :ro; may be repeated.", HelpName = "HOST:CONTAINER[:ro]", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> user = new("--user", "-u") { Description = "The user (default: the image's).", HelpName = "USER[:GROUP]" };
    private readonly Option<string?> workDirectory = new("--workdir", "-w") { Description = "The directory (default: the image's).", HelpName = "DIR" };
    private readonly Option<string?> entrypoint = new("--entrypoint") { Description = "Replaces the image's entrypoint and drops its command; empty for none.", HelpName = "PROGRAM" };

    private readonly Option<string?> memory = new("--memory", "-m") { Description = "The most memory it may use, such as 512m or 2g (default: no limit).", HelpName = "SIZE" };
    private readonly Option<string?> cpus = new("--cpus") { Description = "The most cores it may use, such as 1.5 (default: no limit).", HelpName = "CORES" };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="takesInput">Whether somebody may type into the container.</param>
    public void AddTo(Command command, bool takesInput)
    {
        network.AcceptOnlyFromAmong("host", "none");
        foreach (Option option in (Option[])[network, .. takesInput ? (Option[])[interactive, tty] : [], env, volume, user, workDirectory, entrypoint, memory, cpus])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the values; what the image says is filled in later.</summary>
    /// <exception cref="BuildKitException">A value is not written as it should be.</exception>
    public ContainerRequest Read(ParseResult arguments, string[] command, IReadOnlyDictionary<string, string> environment)
    {
        bool takesInput = arguments.GetResult(interactive) is not null && arguments.GetValue(interactive);
        bool terminal = arguments.GetResult(tty) is not null && arguments.GetValue(tty);
        if (terminal && takesInput && Console.IsInputRedirected)
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, "-t needs a terminal, and standard input is none.", "Leave -t out where input comes from a pipe or file.");
        }

        return new ContainerRequest
        {
            Layers = [],
            Config = ContainerConfig.Empty,
            Users = new UserDatabase(null, null, "The image"),
            Entrypoint = arguments.GetValue(entrypoint) is { } program ? ImmutableArray.Create(program) : null,
            Command = [.. command],
            Env = [.. (arguments.GetValue(env) ?? []).Select(text => ReadVariable(text, environment)).OfType<EnvironmentVariable>()],
            Volumes = [.. (arguments.GetValue(volume) ?? []).Select(ContainerVolume.Parse)],
            User = arguments.GetValue(user),
            WorkingDirectory = arguments.GetValue(workDirectory),
            HostNetwork = arguments.GetValue(network) == "host",
            Interactive = takesInput,
            Tty = terminal,
            MemoryBytes = Parse<long>(arguments.GetValue(memory), SizeText.TryParse, "--memory", "a size such as 512m or 2g"),
            Cpus = Parse<double>(arguments.GetValue(cpus), CoreCountText.TryParse, "--cpus", "a number of cores such as 1.5"),
        };
    }

    private delegate bool Parser<T>(string text, out T value);

    private static T? Parse<T>(string? text, Parser<T> parser, string option, string form)
        where T : struct => text is null ? null
        : parser(text, out T value) ? value
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"{option} '{text}' is not {form}.", "Leave it out for no limit.");

    private static EnvironmentVariable? ReadVariable(string text, IReadOnlyDictionary<string, string> environment)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals == 0 || text.Length == 0)
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, $"-e '{text}' has no name.", "Write -e NAME=VALUE.");
        }

        if (equals > 0)
        {
            return new EnvironmentVariable(text[..equals], text[(equals + 1)..]);
        }

        return environment.TryGetValue(text, out string? value) ? new EnvironmentVariable(text, value) : null;
    }
}
