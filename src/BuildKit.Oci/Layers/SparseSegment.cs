namespace BuildKit.Oci.Layers;

/// <summary>Stored bytes of a sparse file.</summary>
internal readonly record struct SparseSegment(long Offset, long Length);
