namespace BuildKit.Oci.Layers;

/// <summary>Where the stored bytes of a sparse file lie in it; between them are zeros.</summary>
/// <param name="Segments">In order, without overlap, all within the size; those of no length dropped.</param>
/// <param name="Size">The file's size.</param>
internal sealed record SparseMap(IReadOnlyList<SparseSegment> Segments, long Size)
{
    /// <summary>Checks segments as an archive gives them, and that they account for the stored bytes.</summary>
    public static SparseMap Of(IReadOnlyList<SparseSegment> segments, long size, long stored, string where)
    {
        long end = 0;
        long sum = 0;
        foreach (SparseSegment segment in segments)
        {
            // Written so that no sum can overflow.
            if (segment.Offset < end || segment.Length < 0 || segment.Offset > size || segment.Length > size - segment.Offset)
            {
                throw LayerErrors.Malformed(where, "the parts of a sparse file overlap or lie outside it");
            }

            end = segment.Offset + segment.Length;
            sum += segment.Length;
        }

        return sum == stored
            ? new SparseMap([.. segments.Where(s => s.Length > 0)], size)
            : throw LayerErrors.Malformed(where, "the parts of a sparse file do not add up to its stored size");
    }
}
