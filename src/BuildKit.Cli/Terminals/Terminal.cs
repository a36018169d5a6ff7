namespace BuildKit.Cli.Terminals;

/// <summary>The process's standard output and standard error.</summary>
internal sealed class Terminal : IDisposable
{
    private Terminal(TextOutput output, TextOutput error)
    {
        Output = output;
        Error = error;
    }

    /// <summary>What was asked for.</summary>
    public TextOutput Output { get; }

    /// <summary>What went wrong.</summary>
    public TextOutput Error { get; }

    /// <summary>
    /// The terminal of this process. NO_COLOR (no-color.org) with any value takes colours away; FORCE_COLOR with any value gives them
    /// where there is no terminal; a TERM of <c>dumb</c> is no terminal.
    /// </summary>
    public static Terminal Of(IReadOnlyDictionary<string, string> environment) => new(
        Open(Console.OpenStandardOutput(), !Console.IsOutputRedirected, environment),
        Open(Console.OpenStandardError(), !Console.IsErrorRedirected, environment));

    /// <summary>Lets out everything that was written.</summary>
    public void Flush()
    {
        Output.Flush();
        Error.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
    }

    private static TextOutput Open(Stream stream, bool isTerminal, IReadOnlyDictionary<string, string> environment)
    {
        bool Set(string name) => environment.TryGetValue(name, out string? value) && value.Length > 0;
        bool capable = isTerminal && environment.GetValueOrDefault("TERM") != "dumb";
        return new TextOutput(stream, capable, !Set("NO_COLOR") && (capable || Set("FORCE_COLOR")));
    }
}
