using System.Globalization;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>A number of cores, such as <c>2</c> or <c>0.5</c>; more than zero.</summary>
public static class CoreCountText
{
    /// <summary>Reads a number of cores; false where the text is none.</summary>
    /// <param name="text">As written, without blanks.</param>
    /// <param name="cores">More than 0 where the text is a number of cores.</param>
    public static bool TryParse(string text, out double cores) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out cores) && cores is >= 0.01 and <= 4096;
}
