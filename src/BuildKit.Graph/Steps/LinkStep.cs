using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Makes a symbolic link.</summary>
/// <param name="Path">The link; relative to the working directory.</param>
/// <param name="Target">What it points to, stored as written.</param>
public sealed record LinkStep(SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, string Path, string Target)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => $"Link {Path} to {Target}";
}
