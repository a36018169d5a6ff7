using System.Globalization;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Amounts of memory: a whole number of bytes, or of <c>k</c>, <c>m</c>, <c>g</c>, <c>t</c> (powers of 1024, either case), as Docker reads them.</summary>
public static class SizeText
{
    /// <summary>Reads a size; false where the text is none, or 0.</summary>
    /// <param name="text">As written, without blanks.</param>
    /// <param name="bytes">At least 1 where the text is a size.</param>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        string lower = text.ToLowerInvariant();
        int digits = lower.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? lower.Length : end;
        int shift = lower[digits..] switch
        {
            "" or "b" => 0,
            "k" or "kb" or "kib" => 10,
            "m" or "mb" or "mib" => 20,
            "g" or "gb" or "gib" => 30,
            "t" or "tb" or "tib" => 40,
            _ => -1,
        };
        if (shift < 0 || !long.TryParse(lower.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number == 0 || number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }
}
