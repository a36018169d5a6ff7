using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Engine.Reports;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Execution;

/// <summary>Plans <c>Run</c> and <c>Exec</c>.</summary>
internal sealed class RunPlanner(FileStepPlanner files, RunExecutor executor)
{
    /// <summary>The name under which a bound file or folder lies in its layer.</summary>
    internal const string BoundName = "bind";

    internal StepPlan Plan(RunStep step, StepRef reference, StepResult parent, Func<StepRef, StepResult> resultOf)
    {
        ReportSelection.Check(step.Options.Reports);
        ImmutableArray<ChangeSet> binds = BindsOf(step, resultOf);
        KeyFrames frames = StepKeys.Run(step, parent.DiffIds, parent.Config, [.. binds.Select(bind => bind.Digest)]);
        return new StepPlan(frames, ct => executor.RunAsync(step, reference, parent, binds, ct), IsKept: !step.Options.NeverCache);
    }

    /// <summary>The planned files of each bind mount of a run, in the order of its mounts.</summary>
    internal ImmutableArray<ChangeSet> BindsOf(RunStep step, Func<StepRef, StepResult> resultOf) =>
    [
        .. step.Options.Mounts.OfType<BindMount>().Select(mount => CopyPlan.CreateBind(files.OriginOf(mount.Source, resultOf), mount.Path, BoundName)),
    ];
}
