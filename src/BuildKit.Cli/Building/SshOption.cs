using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using BuildKit.Graph.Mounts;
using BuildKit.Oci;

namespace BuildKit.Cli.Building;

/// <summary><c>--ssh ID=SOCKET</c>: the agents that runs with <c>Ssh(id: "ID")</c> get.</summary>
internal sealed class SshOption
{
    private readonly Option<string[]> agents = new("--ssh")
    {
        Description = $"An agent of ssh for runs that ask for one; may be repeated. Without it, {SshMount.DefaultId} is the one of {SshMount.Variable}.",
        HelpName = "ID=SOCKET",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(agents);

    /// <summary>Reads the values: sockets by their ids.</summary>
    /// <exception cref="BuildKitException">One has another form, or an id comes twice (BK4301).</exception>
    public ImmutableDictionary<string, string> Read(ParseResult arguments)
    {
        var result = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string text in arguments.GetValue(agents) ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == text.Length - 1)
            {
                throw new BuildKitException(CommandLineErrorCodes.Usage, $"--ssh '{text}' names no agent.", $"Write ID=SOCKET, such as --ssh {SshMount.DefaultId}=$SSH_AUTH_SOCK.");
            }

            if (!result.TryAdd(text[..equals], Path.GetFullPath(text[(equals + 1)..])))
            {
                throw new BuildKitException(CommandLineErrorCodes.Usage, $"--ssh names the agent '{text[..equals]}' twice.", "Name it once.");
            }
        }

        return result.ToImmutable();
    }
}
