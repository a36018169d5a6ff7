namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest changed letters; null where none is near.</summary>
    internal static string? Of(string name, IEnumerable<string> known)
    {
        (string Name, int Distance)? best = null;
        foreach (string candidate in known)
        {
            int distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance <= Math.Max(1, Math.Min(name.Length, candidate.Length) / 3) && (best is null || distance < best.Value.Distance))
            {
                best = (candidate, distance);
            }
        }

        return best?.Name;
    }

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
