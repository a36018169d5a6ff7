using System.CommandLine;

namespace BuildKit.Cli.Commands;

/// <summary>A command of the tool, with the examples that its help shows.</summary>
internal abstract class ToolCommand : Command
{
    /// <summary>Creates a command.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">One or a few sentences.</param>
    /// <param name="examples">Command lines and what they do.</param>
    protected ToolCommand(string name, string description, params ReadOnlySpan<CommandExample> examples)
        : base(name, description)
    {
        Examples = [.. examples];
        SetAction(ExecuteAsync);
    }

    /// <summary>Command lines and what they do.</summary>
    public IReadOnlyList<CommandExample> Examples { get; }

    /// <summary>Adds a positional argument that is a name: what begins with a dash there is a mistyped option.</summary>
    protected void AddName(Argument argument)
    {
        // Help shows what completion offers, and so what happens to lie in this folder, unless a name is given for it.
        argument.HelpName ??= argument.Name;
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } wrong)
            {
                result.AddError($"There is no option '{wrong.Value}'.");
            }
        });
        Add(argument);
    }

    /// <summary>Does the work; failures are exceptions.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct);
}
