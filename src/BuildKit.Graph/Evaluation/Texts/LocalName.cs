using System.Text;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>The name of an image in the local store.</summary>
internal static class LocalName
{
    /// <summary>The identifier in kebab case: <c>Api</c> is <c>api</c>, <c>MyApi</c> is <c>my-api</c>, <c>HTTPServer</c> is <c>http-server</c>.</summary>
    internal static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool startsWord = char.IsAsciiLetterUpper(c) && i > 0
                && (char.IsAsciiLetterLower(name[i - 1]) || char.IsAsciiDigit(name[i - 1])
                    || (char.IsAsciiLetterUpper(name[i - 1]) && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (startsWord)
            {
                text.Append('-');
            }

            text.Append(c == '_' ? '-' : char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>Whether it is a path component of the distribution reference grammar.</summary>
    internal static bool IsValid(string name) =>
        name.Length is > 0 and <= 128
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789._-")
        && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("._", StringComparison.Ordinal) && !name.Contains("_.", StringComparison.Ordinal)
        && !name.Contains(".-", StringComparison.Ordinal) && !name.Contains("-.", StringComparison.Ordinal) && !name.Contains("___", StringComparison.Ordinal)
        && !name.Contains("-_", StringComparison.Ordinal) && !name.Contains("_-", StringComparison.Ordinal);
}
