using System.Collections.Immutable;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>What is kept of a step that ran.</summary>
/// <param name="Key">Its key: the digest of the frames.</param>
/// <param name="Layer">The diff id of what it added; null where it added nothing.</param>
/// <param name="LayerBytes">The size of that as a tar, uncompressed.</param>
/// <param name="Frames">What the key is the digest of, in order.</param>
internal sealed record StepRecord(Digest Key, Digest? Layer, long LayerBytes, ImmutableArray<KeyFrame> Frames);
