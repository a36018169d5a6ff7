using BuildKit.Oci.Content;

namespace BuildKit.Oci.Layouts;

/// <summary>A place on disk that images are copied into: blobs first, then manifests, then a tag, then <see cref="CompleteAsync"/>.</summary>
public interface IImageDestination : IImageRepository, IAsyncDisposable
{
    /// <summary>Puts what was written in place, whole. Without it an archive's file stays as it was.</summary>
    Task CompleteAsync(CancellationToken ct);
}
