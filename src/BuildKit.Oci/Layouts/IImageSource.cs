using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>Images on disk, open for reading.</summary>
public interface IImageSource : IImageRepository, IAsyncDisposable
{
    /// <summary>The images that have a name here or stand alone, with their names in the annotation <c>org.opencontainers.image.ref.name</c>, in the order of the place.</summary>
    Task<ImmutableArray<Descriptor>> ListAsync(CancellationToken ct);
}
