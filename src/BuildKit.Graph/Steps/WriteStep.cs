using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Writes one file of given text, as UTF-8 without a byte order mark.</summary>
/// <param name="Path">The file; relative to the working directory.</param>
/// <param name="Owner"><c>user[:group]</c>; null for 0:0.</param>
/// <param name="Mode">Permission bits; null for octal 644.</param>
public sealed record WriteStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, string Path, string Content, string? Owner, int? Mode)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => $"Write {Path}";
}
