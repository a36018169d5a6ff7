using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Snapshots;

/// <summary>What hashing a layer's tar gave.</summary>
/// <param name="Index">The bytes of the index file.</param>
internal sealed record HashedLayer(Digest DiffId, long Size, byte[] Index, ImmutableArray<string> Notes);
