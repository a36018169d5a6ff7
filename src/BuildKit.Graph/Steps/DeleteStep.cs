using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Removes files and folders; a pattern that matches nothing is an error.</summary>
/// <param name="Patterns">Paths or globs; relative to the working directory.</param>
public sealed record DeleteStep(SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, ImmutableArray<string> Patterns)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => $"Delete {string.Join(' ', Patterns)}";
}
