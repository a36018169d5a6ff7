using BuildKit.Engine.Files;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>
/// The rules of <c>.buildignore</c> and <c>.dockerignore</c>, as Docker documents them: patterns are relative to the context, a
/// leading slash means nothing, a pattern that matches a folder takes what is in it too, <c>**</c> crosses folders, the last line that matches decides, <c>!</c>
/// takes back, <c>#</c> in the first column is a comment, spaces around a pattern do not count.
/// </summary>
internal sealed class DockerIgnoreRules : IIgnoreRules
{
    private readonly List<IgnoreRule> rules = [];
    private readonly bool hasInclusions;

    /// <summary>Reads an ignore file.</summary>
    /// <exception cref="BuildKitException">A pattern means nothing.</exception>
    public DockerIgnoreRules(string source, string text)
    {
        Source = source;
        int number = 0;
        foreach (string line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (!line.StartsWith('#') && line.Trim() is { Length: > 0 } pattern)
            {
                rules.Add(Read(pattern, number));
            }
        }

        hasInclusions = rules.Any(rule => rule.IsInclusion);
    }

    public string Source { get; }

    public bool MayTakeBackBelow(LayerPath folder) => hasInclusions && rules.Any(rule => rule.IsInclusion && CanMatchBelow(rule.Pattern, folder));

    public bool IsIgnored(LayerPath path, bool isFolder, bool isParentIgnored)
    {
        bool isIgnored = false;
        foreach (IgnoreRule rule in rules)
        {
            if (rule.IsInclusion == isIgnored && MatchesPathOrFolder(rule.Pattern, path))
            {
                isIgnored = !rule.IsInclusion;
            }
        }

        return isIgnored;
    }

    // Docker knows one ignore file only.
    public IIgnoreRules Enter(LayerPath folder, Func<string?> readGitIgnore) => this;

    private static bool MatchesPathOrFolder(GlobPattern pattern, LayerPath path)
    {
        ReadOnlySpan<byte> bytes = path.Span;
        while (!bytes.IsEmpty)
        {
            if (pattern.IsMatch(bytes))
            {
                return true;
            }

            bytes = bytes[..Math.Max(0, bytes.LastIndexOf((byte)'/'))];
        }

        return false;
    }

    private static bool CanMatchBelow(GlobPattern pattern, LayerPath folder)
    {
        ReadOnlySpan<byte> prefix = pattern.Prefix;
        return prefix.Length <= folder.Span.Length ? folder.Span.StartsWith(prefix) : prefix.StartsWith(folder.Span);
    }

    private IgnoreRule Read(string text, int number)
    {
        bool isInclusion = text.StartsWith('!');
        string pattern = Clean(isInclusion ? text[1..].Trim() : text);
        return pattern.Length > 0 && GlobPattern.TryParse(pattern) is { } glob
            ? new IgnoreRule(glob, isInclusion, FoldersOnly: false)
            : throw new BuildKitException(
                ExecutionErrorCodes.IgnorePatternInvalid, $"Line {number} of '{Source}' holds the pattern '{text}', which means nothing.", "End each [ with ], put something behind ! and behind \\.");
    }

    // What Go's filepath.Clean does to a pattern; the leading slash goes too. A pattern for the context itself matches nothing.
    private static string Clean(string pattern)
    {
        var parts = new List<string>();
        foreach (string part in pattern.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 && pattern.Length > 0 ? "." : string.Join('/', parts);
    }
}
