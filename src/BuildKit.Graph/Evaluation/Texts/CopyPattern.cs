using System.Text;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Paths as patterns of <c>Copy</c>.</summary>
internal static class CopyPattern
{
    /// <summary>The pattern that one path alone matches.</summary>
    internal static string Of(string path)
    {
        if (path.AsSpan().IndexOfAny(@"*?[\") < 0)
        {
            return path;
        }

        var pattern = new StringBuilder(path.Length + 2);
        foreach (char character in path)
        {
            _ = character is '*' or '?' or '[' or '\\' ? pattern.Append('\\').Append(character) : pattern.Append(character);
        }

        return pattern.ToString();
    }
}
