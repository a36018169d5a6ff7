using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Testing;

/// <summary>How one test went on one image.</summary>
/// <param name="Test">The test.</param>
/// <param name="Image">The image; its manifest or index is what the store's name means.</param>
/// <param name="Manifest">The digest of the manifest that the test ran on: the image's for the test's platform.</param>
/// <param name="Key">What a pass is known by.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">How long it ran; for a known pass how long it ran then.</param>
/// <param name="Ended">When it ended, UTC, whole seconds; of a known pass when it ended then.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Output">The last lines of the service and the steps as they came, at most 5000; none of a known pass.</param>
public sealed record TestResult(
    TestTarget Test, BuiltImage Image, Digest Manifest, Digest Key, TestOutcome Outcome, TimeSpan Duration, DateTimeOffset Ended, TestFailure? Failure, ImmutableArray<TestLine> Output);
