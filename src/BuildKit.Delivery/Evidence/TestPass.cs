using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Evidence;

/// <summary>A test passed on an image. Failures are not evidence: they are shown and forgotten.</summary>
/// <param name="Test">The test's name, such as <c>Smoke</c>.</param>
/// <param name="Image">The image's name, such as <c>api</c>.</param>
/// <param name="Key">The identity of what was done: the image's digest and the test's own steps (docs/keys.md). Another test of the same name has another.</param>
/// <param name="Platform">Where it ran, such as <c>linux/amd64</c>.</param>
/// <param name="At">When it ended, UTC, whole seconds.</param>
/// <param name="Definition">The identity of what the test says, whatever the image (docs/keys.md, "Tests"); a pass without one opens no gate.</param>
/// <param name="Tool">The program that ran it, such as <c>buildkit 0.1.0</c>.</param>
public sealed record TestPass(string Test, string Image, Digest Key, string Platform, DateTimeOffset At, Digest? Definition = null, string? Tool = null);
