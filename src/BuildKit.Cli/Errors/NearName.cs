namespace BuildKit.Cli.Errors;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearName
{
    /// <summary>The nearest candidate within two edits, or a third of the name where that is less; null where none is that near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        int limit = Math.Min(2, Math.Max(1, name.Length / 3));
        return candidates
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>Edits between two names, without regard to case: insert, remove, replace, swap two neighbours.</summary>
    private static int Distance(string left, string right)
    {
        int[,] table = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Cell(table, left, right, i, j);
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Cell(int[,] table, string left, string right, int i, int j)
    {
        bool Same(int a, int b) => char.ToLowerInvariant(left[a - 1]) == char.ToLowerInvariant(right[b - 1]);
        int best = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (Same(i, j) ? 0 : 1));
        return i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j) ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
