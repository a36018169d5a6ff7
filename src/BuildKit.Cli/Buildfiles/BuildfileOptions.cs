using System.CommandLine;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>The options that say which Buildfile is meant and what its parameters are.</summary>
internal sealed class BuildfileOptions
{
    /// <summary>What a Buildfile is called where <c>-f</c> does not say otherwise.</summary>
    public const string DefaultFile = "Buildfile";

    private const string InContainer = "container";
    private const string OnHost = "host";

    private readonly Option<string?> file = new("--file", "-f") { Description = "The Buildfile (default: 'Buildfile' in this folder).", HelpName = "FILE" };
    private readonly Option<string?> context = new("--context") { Description = "The build context (default: the Buildfile's folder).", HelpName = "DIR" };
    private readonly Option<string[]> set = new("--set") { Description = "Give a param its value, a list as A,B,C; may be repeated.", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string> dotnet = new("--dotnet")
    {
        Description = "Publish .NET projects into images in a container, or with this machine's SDK and without one (default: container).", HelpName = "container|host",
        DefaultValueFactory = _ => InContainer,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(file);
        command.Add(context);
        command.Add(set);
        command.Add(dotnet.AcceptOnlyFromAmong(InContainer, OnHost));
    }

    /// <summary>Whether one of the options was given.</summary>
    public bool IsGiven(ParseResult arguments) =>
        arguments.GetResult(file) is not null || arguments.GetResult(context) is not null || arguments.GetResult(set) is not null
        || arguments.GetResult(dotnet) is { Implicit: false };

    /// <summary>Reads the values.</summary>
    /// <exception cref="BuildKitException">A path is empty, or a parameter is not written NAME=VALUE or is given twice (BK4301).</exception>
    public BuildfileSelection Read(ParseResult arguments) =>
        new(ReadPath(arguments, file), ReadPath(arguments, context), ReadParameters(arguments.GetValue(set) ?? [])) { PublishesOnHost = arguments.GetValue(dotnet) == OnHost };

    // Such as --context "$FOLDER" with a variable that is not set.
    private static string? ReadPath(ParseResult arguments, Option<string?> option) => arguments.GetValue(option) switch
    {
        "" => throw new BuildKitException(CommandLineErrorCodes.Usage, $"{option.Name} is given without a path.", "Give it a path, or leave it out."),
        var path => path,
    };

    private static Dictionary<string, string> ReadParameters(string[] texts)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new BuildKitException(CommandLineErrorCodes.Usage, $"--set '{text}' is not NAME=VALUE.", "Write --set configuration=Debug, and quote a value with blanks.");
            }

            if (!parameters.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                throw new BuildKitException(CommandLineErrorCodes.Usage, $"--set gives '{text[..equals]}' twice.", "Give it once.");
            }
        }

        return parameters;
    }
}
