using BuildKit.Oci;

namespace BuildKit.Cli.Terminals;

/// <summary>The process's standard output and standard error.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly StandardStream standardOutput;

    private Terminal(StandardStream standardOutput, IReadOnlyDictionary<string, string> environment)
    {
        this.standardOutput = standardOutput;
        Output = Open(standardOutput, !Console.IsOutputRedirected, environment);
        Error = Open(new StandardStream(Console.OpenStandardError()), !Console.IsErrorRedirected, environment);
    }

    /// <summary>What was asked for.</summary>
    public TextOutput Output { get; }

    /// <summary>What went wrong.</summary>
    public TextOutput Error { get; }

    /// <summary>
    /// The terminal of this process. NO_COLOR (no-color.org) with any value takes colours away; FORCE_COLOR with any value gives them
    /// where there is no terminal; a TERM of <c>dumb</c> is no terminal.
    /// </summary>
    public static Terminal Of(IReadOnlyDictionary<string, string> environment) => new(new StandardStream(Console.OpenStandardOutput()), environment);

    /// <summary>Lets out everything that was written.</summary>
    public void Flush()
    {
        Output.Flush();
        Error.Flush();
    }

    /// <summary>Lets out everything that was written, and fails where some of what was asked for could not be.</summary>
    /// <exception cref="BuildKitException">Standard output is closed or full (BK4311).</exception>
    public void Complete()
    {
        Flush();
        if (standardOutput.Failure is { } failure)
        {
            string reason = failure is UnauthorizedAccessException ? "it is closed" : failure.Message.TrimEnd('.');
            throw new BuildKitException(
                CommandLineErrorCodes.OutputLost, $"Standard output could not be written: {reason}.", "The command itself was carried out; what it printed is lost or cut off.", failure);
        }
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
