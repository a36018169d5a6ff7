using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Renders a Scriban file of the context into one file.</summary>
/// <param name="Template">The template's path in the context.</param>
/// <param name="Path">The file written; relative to the working directory.</param>
/// <param name="Values">The names a template sees, in ordinal order; values are string, long, bool or an array of them.</param>
/// <param name="Owner"><c>user[:group]</c>; null for 0:0.</param>
/// <param name="Mode">Permission bits; null for octal 644.</param>
public sealed record TemplateStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, string Template, string Path,
    ImmutableSortedDictionary<string, object> Values, string? Owner, int? Mode)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => $"Template {Template} to {Path}";
}
