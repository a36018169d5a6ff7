using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Unpacks a zip, tar, tar.gz, tar.bz2 or tar.zst archive; the format is read from its first bytes.</summary>
/// <param name="Archive">The archive's path in the source.</param>
/// <param name="To">The folder unpacked into; relative to the working directory.</param>
/// <param name="StripComponents">How many leading path parts are dropped from each name; 0 or more.</param>
/// <param name="Owner"><c>user[:group]</c>; null for 0:0.</param>
public sealed record UnpackStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, CopySource Source, string Archive, string To, int StripComponents, string? Owner)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => Source is StepSource step ? [Parent, step.Step] : [Parent];

    /// <inheritdoc />
    public override string Display => $"Unpack {Archive} to {To}";
}
