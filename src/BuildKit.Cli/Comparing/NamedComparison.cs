using System.Collections.Immutable;
using BuildKit.Cli.Images;
using BuildKit.Oci.Comparison;

namespace BuildKit.Cli.Comparing;

/// <summary>Two images and in what they differ.</summary>
/// <param name="Left">The first one: for a verification the one that was there.</param>
/// <param name="Right">The second one: for a verification the one that was built.</param>
/// <param name="Differences">None where they are the same.</param>
internal sealed record NamedComparison(NamedImage Left, NamedImage Right, ImmutableArray<ImageDifference> Differences)
{
    /// <summary>Whether both have one digest.</summary>
    public bool IsSame => Differences.IsEmpty;

    /// <summary>Compares.</summary>
    public static async Task<NamedComparison> CompareAsync(NamedImage left, NamedImage right, CancellationToken ct) =>
        new(left, right, await ImageComparison.CompareAsync(left.Image, right.Image, ct).ConfigureAwait(false));
}
