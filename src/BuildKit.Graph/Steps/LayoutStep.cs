using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>An image of an OCI layout folder or archive on disk: <c>Oci("path:tag")</c>.</summary>
/// <param name="Path">Relative to the Buildfile, with forward slashes.</param>
/// <param name="Tag">The name in the layout; null where it holds one image only.</param>
/// <param name="Manifest">The digest of the manifest for <c>Platform</c>; null while it is not known.</param>
public sealed record LayoutStep(SourceSpan Origin, string Scope, Platform Platform, string Path, string? Tag, Digest? Manifest)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [];

    /// <inheritdoc />
    public override string Display => $"From Oci({Path}{(Tag is null ? "" : ":" + Tag)})";
}
