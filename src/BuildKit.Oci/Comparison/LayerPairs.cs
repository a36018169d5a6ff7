using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Comparison;

/// <summary>Which layers of two images are compared with each other: from both ends those that are equal, between them one by one.</summary>
internal static class LayerPairs
{
    /// <summary>The numbers of the layers from 0; null on the side that has none.</summary>
    public static IEnumerable<(int? Left, int? Right)> Of(ImmutableArray<Digest> left, ImmutableArray<Digest> right)
    {
        int start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start])
        {
            start++;
        }

        int end = 0;
        while (end < left.Length - start && end < right.Length - start && left[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }

        for (int i = 0; i < start; i++)
        {
            yield return (i, i);
        }

        for (int i = start; i < Math.Max(left.Length, right.Length) - end; i++)
        {
            yield return (i < left.Length - end ? i : null, i < right.Length - end ? i : null);
        }

        for (int i = end; i > 0; i--)
        {
            yield return (left.Length - i, right.Length - i);
        }
    }
}
