using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Downloads one file of the web.</summary>
/// <param name="Url">As written: http or https, with a host and without a user.</param>
/// <param name="Path">The file; relative to the working directory.</param>
/// <param name="Content">The SHA-256 of its bytes, of the Buildfile or of <c>buildkit.lock</c>; null while it is not known.</param>
/// <param name="Owner"><c>user[:group]</c>; null for 0:0.</param>
/// <param name="Mode">Permission bits; null for octal 644.</param>
public sealed record DownloadStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, string Url, string Path, Digest? Content, string? Owner, int? Mode)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => $"Download {Url}";
}
