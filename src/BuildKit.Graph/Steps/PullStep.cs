using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>An image of a registry or of the local store.</summary>
/// <param name="Reference">The name as written; without a registry it names an image of the local store.</param>
/// <param name="Manifest">The digest of the manifest for <c>Platform</c> that the name is pinned to; null while it is not known.</param>
public sealed record PullStep(SourceSpan Origin, string Scope, Platform Platform, ImageReference Reference, Digest? Manifest)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [];

    /// <inheritdoc />
    public override string Display => $"From {Reference}";
}
