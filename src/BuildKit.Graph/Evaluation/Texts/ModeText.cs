namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Permission bits in octal: <c>755</c>, <c>0755</c>, <c>0o755</c>, up to <c>7777</c>.</summary>
internal static class ModeText
{
    internal static bool TryParse(string text, out int mode)
    {
        mode = 0;
        ReadOnlySpan<char> digits = text.StartsWith("0o", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        if (digits.Length is < 3 or > 5 || digits.ContainsAnyExceptInRange('0', '7'))
        {
            return false;
        }

        foreach (char digit in digits)
        {
            mode = (mode * 8) + (digit - '0');
        }

        return mode <= 0xFFF;
    }
}
