using System.Globalization;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>A number of cores, such as <c>2</c> or <c>0.5</c>; more than zero.</summary>
internal static class CoreCountText
{
    internal static bool TryParse(string text, out double cores) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out cores) && cores is >= 0.01 and <= 4096;
}
