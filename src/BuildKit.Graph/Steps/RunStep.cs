using System.Collections.Immutable;
using BuildKit.Graph.Mounts;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Runs a command in a sandbox on the parent's root filesystem.</summary>
/// <param name="Command">The script or program.</param>
/// <param name="Options">Everything else that the call says.</param>
public sealed record RunStep(SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, RunCommand Command, RunOptions Options)
    : Step(Origin, Scope, Platform)
{
    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs =>
        [Parent, .. Options.Mounts.OfType<BindMount>().Select(mount => mount.Source).OfType<StepSource>().Select(source => source.Step)];

    /// <inheritdoc />
    public override string Display => (Command.IsShell ? "Run " : "Exec ") + string.Join(' ', Command.Arguments).ReplaceLineEndings(" ").Trim();
}
