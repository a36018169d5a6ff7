namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Text as one word of a POSIX shell (Shell Command Language, 2.2.2 Single-Quotes).</summary>
public static class ShellWord
{
    /// <summary>
    /// The text in single quotes. Even text without special characters is quoted, since bare it could be a reserved word (<c>if</c>), a
    /// file descriptor (<c>2</c> in front of <c>&gt;</c>) or the name of an assignment by what stands beside it.
    /// </summary>
    /// <param name="text">Without NUL, which no argument can hold.</param>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
