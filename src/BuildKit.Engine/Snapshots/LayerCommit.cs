using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Snapshots;

/// <summary>A layer that was made.</summary>
/// <param name="DiffId">SHA-256 of its uncompressed tar.</param>
/// <param name="Size">Bytes of its uncompressed tar.</param>
/// <param name="Notes">What was left out and why, for people; such as a socket.</param>
public sealed record LayerCommit(Digest DiffId, long Size, ImmutableArray<string> Notes);
