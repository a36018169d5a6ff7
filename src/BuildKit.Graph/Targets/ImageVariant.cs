using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Targets;

/// <summary>An image for one platform.</summary>
/// <param name="Result">The last step of the image's chain.</param>
public sealed record ImageVariant(Platform Platform, StepRef Result);
