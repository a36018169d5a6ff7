namespace BuildKit.Graph.Evaluation.Texts;

/// <summary><c>user[:group]</c>, names or numbers.</summary>
internal static class OwnerText
{
    internal static bool IsValid(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length is 1 or 2 && parts.All(IsPart);
    }

    private static bool IsPart(string part) =>
        part.Length > 0
        && !part.AsSpan().ContainsAny(" \t\r\n\0/,")
        && part[0] != '-'
        && (part.AsSpan().ContainsAnyExceptInRange('0', '9') || uint.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _));
}
