using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>The empty root filesystem with an empty configuration.</summary>
public sealed record ScratchStep(SourceSpan Origin, string Scope, Platform Platform) : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [];

    /// <inheritdoc />
    public override string Display => "From scratch";
}
