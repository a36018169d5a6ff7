using System.Text;

namespace BuildKit.Facts.Remotes;

/// <summary>Names in a commit: Git's own programs write none that is wrong here, so that who does means harm.</summary>
internal static class FileName
{
    private const int Longest = 255;

    // What HFS+ does not see in a name, as Git has it.
    private static readonly char[] Invisible = [.. "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"];

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    internal static string? ProblemOf(string name) =>
        name is "" or "." or ".." ? $"is '{name}', and leads elsewhere"
        : name.Contains('/', StringComparison.Ordinal) ? "holds a slash"
        : name.Contains('\uFFFD', StringComparison.Ordinal) ? "is not UTF-8"
        : Encoding.UTF8.GetByteCount(name) > Longest ? $"has more than {Longest} bytes"
        : IsGit(name) ? $"is '{name}', which some file system takes for '.git'"
        : null;

    /// <summary>Whether a name is that of Git's own folder, whatever the case, and by the rules of NTFS and HFS+ too.</summary>
    private static bool IsGit(string name)
    {
        string seen = string.Concat(name.Where(character => !Invisible.Contains(character)));
        int stream = seen.IndexOf(':', StringComparison.Ordinal);
        seen = (stream < 0 ? seen : seen[..stream]).TrimEnd('.', ' ');
        return seen.Equals(".git", StringComparison.OrdinalIgnoreCase) || seen.Equals("git~1", StringComparison.OrdinalIgnoreCase);
    }
}
