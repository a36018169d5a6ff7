using System.Collections.Immutable;
using BuildKit.Graph.Configuration;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Changes the container configuration. Only <c>WorkDir</c> also touches the filesystem: it makes the folder where it is missing.</summary>
public sealed record ConfigStep(SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, ConfigChange Change)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => Change.Display;
}
