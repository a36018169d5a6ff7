using System.Globalization;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>A signal's name (<c>SIGTERM</c>, <c>SIGRTMIN+3</c>) or number.</summary>
internal static class SignalText
{
    internal static bool IsValid(string text) =>
        (text.StartsWith("SIG", StringComparison.Ordinal) && text.Length > 4 && !text.AsSpan(3).ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-"))
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 64);
}
