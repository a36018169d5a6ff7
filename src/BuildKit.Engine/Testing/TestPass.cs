using System.Collections.Immutable;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Testing;

/// <summary>What is kept of a test that passed.</summary>
/// <param name="Key">Its key: the digest of the frames.</param>
/// <param name="Test">The test's name then.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="Ended">When it ended, UTC, whole seconds.</param>
/// <param name="Frames">What the key is the digest of, in order.</param>
internal sealed record TestPass(Digest Key, string Test, TimeSpan Duration, DateTimeOffset Ended, ImmutableArray<KeyFrame> Frames);
