using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>
/// The rules of <c>.gitignore</c> files (gitignore(5)), those in subfolders included: a pattern without an inner slash matches at any depth,
/// a trailing slash means folders only, the last line that matches decides, and nothing below an ignored folder can be taken back.
/// A pattern that means nothing matches nothing, as in Git.
/// </summary>
internal sealed class GitIgnoreRules : IIgnoreRules
{
    private readonly GitIgnoreRules? outer;
    private readonly LayerPath folder;
    private readonly ImmutableArray<IgnoreRule> rules;

    /// <summary>No rules.</summary>
    public GitIgnoreRules()
        : this(null, LayerPath.Root, [])
    {
    }

    private GitIgnoreRules(GitIgnoreRules? outer, LayerPath folder, ImmutableArray<IgnoreRule> rules) => (this.outer, this.folder, this.rules) = (outer, folder, rules);

    public string? Source => outer is null ? null : ".gitignore";

    public bool MayTakeBackBelow(LayerPath folder) => false;

    public bool IsIgnored(LayerPath path, bool isFolder, bool isParentIgnored)
    {
        if (isParentIgnored)
        {
            return true;
        }

        // The file of the innermost folder comes first.
        for (GitIgnoreRules? file = this; file is not null; file = file.outer)
        {
            ReadOnlySpan<byte> relative = file.folder.IsRoot ? path.Span : path.Span[(file.folder.Span.Length + 1)..];
            for (int index = file.rules.Length - 1; index >= 0; index--)
            {
                IgnoreRule rule = file.rules[index];
                if ((isFolder || !rule.FoldersOnly) && rule.Pattern.IsMatch(relative))
                {
                    return !rule.IsInclusion;
                }
            }
        }

        return false;
    }

    public IIgnoreRules Enter(LayerPath folder, Func<string?> readGitIgnore) =>
        readGitIgnore() is { } text ? new GitIgnoreRules(this, folder, [.. text.TrimStart('\uFEFF').Split('\n').Select(Read).OfType<IgnoreRule>()]) : this;

    private static IgnoreRule? Read(string line)
    {
        string text = TrimEnd(line.TrimEnd('\r'));
        if (text.Length == 0 || text.StartsWith('#'))
        {
            return null;
        }

        bool isInclusion = text.StartsWith('!');
        text = isInclusion ? text[1..] : text;
        bool foldersOnly = text.EndsWith('/');
        text = foldersOnly ? text[..^1] : text;
        bool isAnchored = text.Contains('/');
        text = text.StartsWith('/') ? text[1..] : text;

        // "a/**" takes what is in the folder and not the folder itself; "**" within a name is two plain stars.
        GlobPattern? pattern = text.Length == 0 ? null : GlobPattern.TryParse(isAnchored ? text : "**/" + text);
        return pattern is null ? null : new IgnoreRule(pattern, isInclusion, foldersOnly);
    }

    // Trailing spaces go unless a backslash is before them.
    private static string TrimEnd(string text)
    {
        int length = text.Length;
        while (length > 0 && text[length - 1] == ' ' && (length == 1 || text[length - 2] != '\\'))
        {
            length--;
        }

        return text[..length];
    }
}
