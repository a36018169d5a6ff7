using System.Text;

namespace BuildKit.Cli.Terminals;

/// <summary>
/// Text of a step made harmless for the terminal that shows it: a step may colour its output, but not move the cursor, clear the
/// screen or set the title. Colours (SGR sequences) are dropped with the rest, a carriage return leaves what stands behind it.
/// </summary>
internal static class ControlCharacters
{
    /// <summary>The line as it is shown: no control characters but tabs turned to blanks.</summary>
    public static string Shown(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\u0000', '\u001F') && !line.AsSpan().ContainsAnyInRange('\u007F', '\u009F'))
        {
            return line;
        }

        var text = new StringBuilder(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            char character = line[i];
            switch (character)
            {
                case '\t':
                    text.Append("    ");
                    break;
                case '\r' when i + 1 < line.Length:
                    text.Clear();
                    break;
                case '\e':
                    i = SkipSequence(line, i);
                    break;
                default:
                    if (!char.IsControl(character))
                    {
                        text.Append(character);
                    }

                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>The index of the last character of the escape sequence that begins at <paramref name="start"/> (ECMA-48, CSI and OSC).</summary>
    private static int SkipSequence(string line, int start)
    {
        int i = start + 1;
        if (i >= line.Length)
        {
            return start;
        }

        if (line[i] == '[')
        {
            do
            {
                i++;
            }
            while (i < line.Length && line[i] is < '@' or > '~');
            return Math.Min(i, line.Length - 1);
        }

        if (line[i] == ']')
        {
            while (i < line.Length && line[i] != '\a' && line[i] != '\e')
            {
                i++;
            }

            // The string ends with BEL, or with ESC and a backslash.
            return Math.Min(i < line.Length && line[i] == '\e' ? i + 1 : i, line.Length - 1);
        }

        return i;
    }
}
