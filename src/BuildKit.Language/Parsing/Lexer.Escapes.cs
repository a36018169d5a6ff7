using System.Globalization;
using System.Text;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Language.Parsing;

/// <content>Escape sequences of plain strings.</content>
internal sealed partial class Lexer
{
    private void Escape(StringBuilder value)
    {
        int start = position;
        char c = Peek(1);
        position += 2;
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case '0': value.Append('\0'); break;
            case 'a': value.Append('\a'); break;
            case 'b': value.Append('\b'); break;
            case 'e': value.Append('\e'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case '"' or '\\' or '\'': value.Append(c); break;
            case 'u': CodePoint(value, start, 4); break;
            case 'U': CodePoint(value, start, 8); break;
            default: UnknownEscape(value, start, c); break;
        }
    }

    private void CodePoint(StringBuilder value, int start, int digits)
    {
        ReadOnlySpan<char> hex = content.AsSpan(position, Math.Min(digits, content.Length - position));
        if (hex.Length == digits && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) && code is >= 0 and <= 0x10FFFF
            && (digits == 4 || Rune.IsValid(code)))
        {
            value.Append(digits == 4 ? ((char)code).ToString() : new Rune(code).ToString());
            position += digits;
            return;
        }

        Report(DiagnosticCodes.UnknownEscape, $"'\\{content[start + 1]}' takes {digits} hexadecimal digits of a character", start, position);
    }

    private void UnknownEscape(StringBuilder value, int start, char c)
    {
        // A line end or the end of the text is left for the caller, which says that the string is not closed.
        if (c is '\n' or '\r' or '\0' || start + 1 >= content.Length)
        {
            position = start + 1;
            value.Append('\\');
            return;
        }

        Report(
            DiagnosticCodes.UnknownEscape,
            $"'\\{c}' is no escape; a backslash is written '\\\\', or use a verbatim (@\"...\") or raw (\"\"\"...\"\"\") string", start, position);
        value.Append('\\').Append(c);
    }
}
