using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Copies files by Docker's rules (docs/language.md, "Copy").</summary>
/// <param name="To">The destination; relative to the working directory. A trailing slash makes it a folder.</param>
/// <param name="Owner"><c>user[:group]</c>, names of the parent's user database or numbers; null for 0:0.</param>
/// <param name="Mode">Permission bits, 0 to 0xFFF (octal 7777); null for the rule of the source's kind.</param>
public sealed record CopyStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, CopySource Source, FileSelection Selection, string To, string? Owner, int? Mode)
    : Step(Origin, Scope, Platform)
{
    /// <summary>Whether modes are those that files of a context get, whatever the source: 0644, or 0755 for folders and for what its owner may run.</summary>
    public bool IsNormalized { get; init; }

    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => Source is StepSource step ? [Parent, step.Step] : [Parent];

    /// <inheritdoc />
    public override string Display => $"Copy {string.Join(' ', Selection.Patterns)} to {To}";
}
