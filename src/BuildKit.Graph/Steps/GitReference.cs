namespace BuildKit.Graph.Steps;

/// <summary>What names a commit of a repository elsewhere: a branch, a tag, or the commit itself.</summary>
public static class GitReference
{
    /// <summary>The branch that the repository calls its own.</summary>
    public const string Default = "HEAD";

    private const int Digits = 40;

    /// <summary>The commit of a text that is one, in lower case; null for every other.</summary>
    public static string? CommitOf(string reference) => reference.Length == Digits && reference.All(char.IsAsciiHexDigit) ? reference.ToLowerInvariant() : null;

    /// <summary>Whether a text is a commit as it is written into <c>buildkit.lock</c>.</summary>
    public static bool IsCommit(string text) => CommitOf(text) == text;

    /// <summary>Whether a branch or tag can have the name (git check-ref-format); what means something in a refspec or to a command line cannot.</summary>
    public static bool IsValid(string reference) =>
        reference.Length is > 0 and <= 1024
        && reference[0] is not ('-' or '/' or '.') && reference[^1] is not ('/' or '.')
        && !reference.Any(character => character <= ' ' || character == '\x7f' || "~^:?*[\\".Contains(character, StringComparison.Ordinal))
        && !reference.Contains("..", StringComparison.Ordinal) && !reference.Contains("//", StringComparison.Ordinal) && !reference.Contains("@{", StringComparison.Ordinal)
        && !reference.Contains("/.", StringComparison.Ordinal) && !reference.Split('/').Any(part => part.EndsWith(".lock", StringComparison.Ordinal))
        && reference != "@";
}
