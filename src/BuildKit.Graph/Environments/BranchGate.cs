using System.Collections.Immutable;

namespace BuildKit.Graph.Environments;

/// <summary><c>Branch("main", "release/*")</c>: the release was built on one of these branches. A <c>*</c> stands for any characters, a slash too.</summary>
public sealed record BranchGate(ImmutableArray<string> Patterns) : Gate
{
    /// <summary>Whether a branch's name is meant.</summary>
    public bool Accepts(string branch) => Patterns.Any(pattern => Matches(pattern, branch));

    /// <inheritdoc />
    public override string ToString() => $"Branch({string.Join(", ", Patterns.Select(pattern => $"\"{pattern}\""))})";

    /// <summary>The parts between the stars occur in their order; the first and the last at the ends.</summary>
    private static bool Matches(string pattern, string branch)
    {
        string[] parts = pattern.Split('*');
        if (parts is [var whole])
        {
            return branch == whole;
        }

        if (branch.Length < parts[0].Length + parts[^1].Length || !branch.StartsWith(parts[0], StringComparison.Ordinal) || !branch.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        int from = parts[0].Length;
        int end = branch.Length - parts[^1].Length;
        foreach (string part in parts[1..^1])
        {
            int at = branch.IndexOf(part, from, end - from, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            from = at + part.Length;
        }

        return true;
    }
}
