using System.Text;

namespace BuildKit.Cli.Terminals;

/// <summary>
/// One of the process's two outputs as text: UTF-8, <c>\n</c> line ends, coloured where it is a terminal and NO_COLOR is not set.
/// Writes go out whole at <see cref="Flush"/>; several threads may write lines.
/// </summary>
/// <remarks>The console classes of the runtime prepare a terminal's database and input first, which costs more than a warm build.</remarks>
internal sealed class TextOutput : IDisposable
{
    private readonly StreamWriter writer;
    private readonly Lock gate = new();

    /// <summary>Wraps a stream, which is closed with this object.</summary>
    /// <param name="stream">Where bytes go.</param>
    /// <param name="isTerminal">Whether a person is looking.</param>
    /// <param name="useColor">Whether styles become escape sequences.</param>
    public TextOutput(Stream stream, bool isTerminal, bool useColor)
    {
        writer = new StreamWriter(stream, new UTF8Encoding(false), 8192) { NewLine = "\n", AutoFlush = false };
        IsTerminal = isTerminal;
        UseColor = useColor;
    }

    /// <summary>Whether a person is looking.</summary>
    public bool IsTerminal { get; }

    /// <summary>Whether styles become escape sequences.</summary>
    public bool UseColor { get; }

    /// <summary>The writer, for those that know only writers. Not safe beside other writes.</summary>
    public TextWriter Writer => writer;

    /// <summary>Writes a line and lets it go out.</summary>
    public void Line(string text = "")
    {
        lock (gate)
        {
            writer.Write(text);
            writer.Write('\n');
            writer.Flush();
        }
    }

    /// <summary>Writes text without a line end and without letting it go out.</summary>
    public void Write(string text)
    {
        lock (gate)
        {
            writer.Write(text);
        }
    }

    /// <summary>Lets out what was written.</summary>
    public void Flush()
    {
        lock (gate)
        {
            writer.Flush();
        }
    }

    /// <summary>The text in a style; as it is where there is no colour.</summary>
    public string Styled(TextStyle style, string text)
    {
        string? code = UseColor && text.Length > 0 ? CodeOf(style) : null;
        return code is null ? text : $"\e[{code}m{text}\e[0m";
    }

    /// <inheritdoc />
    public void Dispose() => writer.Dispose();

    private static string? CodeOf(TextStyle style) => style switch
    {
        TextStyle.Strong => "1",
        TextStyle.Faint => "2",
        TextStyle.Good => "32",
        TextStyle.Warning => "33",
        TextStyle.Error => "1;31",
        TextStyle.Accent => "36",
        _ => null,
    };
}
