using System.Text;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using FileOwner = BuildKit.Graph.Keys.FileOwner;

namespace BuildKit.Engine.Execution;

/// <summary>
/// Plans the steps that change files by a rule and not by a program: their layer is known, as a set of changes, before anything is
/// read or written. The changes' digest is the place's part of the key, so that another parent that comes to the same changes re-runs nothing.
/// </summary>
/// <param name="snapshots">Where layers are made.</param>
/// <param name="context">The build context.</param>
/// <param name="memory">What copies came to before.</param>
internal sealed class FileStepPlanner(SnapshotStore snapshots, ContextFiles context, CopyMemory memory)
{
    internal StepPlan? Copy(CopyStep step, StepResult parent, Func<StepRef, StepResult> resultOf)
    {
        SeenSource? source = step.Source is StepSource from ? SeenSource.Of(resultOf(from.Step)) : SeenSource.Of(context);
        if (source is not null && memory.Find(step, parent, source) is { } known)
        {
            // The plan itself is made only where the layer has to be, or where it is asked why.
            var again = new Lazy<ChangeSet>(() => PlanAgain(step, parent, resultOf, known));
            return known.IsEmpty ? null : new StepPlan(KeyOf(step, parent, known), ct => snapshots.CommitAsync(again.Value, ct), Changes: again);
        }

        ChangeSet changes = Plan(step, parent, resultOf);
        var copy = new RememberedCopy(changes.Digest, changes.IsEmpty, OwnerOf(step.Owner, parent));
        if (source is not null)
        {
            memory.Note(step, parent, source, copy);
        }

        return Of(changes, KeyOf(step, parent, copy));
    }

    internal StepPlan? Write(WriteStep step, StepResult parent)
    {
        ChangeSet changes = FilePlans.Write(
            parent.Tree, DirectoryOf(parent), step.Path, Encoding.UTF8.GetBytes(step.Content), step.Owner, step.Mode);
        return Of(changes, StepKeys.Write(step, parent.Config, changes.Digest, OwnerOf(step.Owner, parent)));
    }

    internal StepPlan? Link(LinkStep step, StepResult parent)
    {
        ChangeSet changes = FilePlans.Link(parent.Tree, DirectoryOf(parent), step.Path, step.Target);
        return Of(changes, StepKeys.Link(step, parent.Config, changes.Digest));
    }

    internal StepPlan? Delete(DeleteStep step, StepResult parent)
    {
        ChangeSet changes = FilePlans.Delete(parent.Tree, DirectoryOf(parent), step.Patterns);
        return Of(changes, StepKeys.Delete(step, parent.Config, changes.Digest));
    }

    /// <summary>The folder of a <c>WorkDir</c>; every other change of a configuration touches no file.</summary>
    internal StepPlan? Config(ConfigStep step, StepResult parent)
    {
        if (step.Change is not SetWorkDir || step.Change.Apply(parent.Config).WorkingDir is not { } path)
        {
            return null;
        }

        ChangeSet changes = FilePlans.MakeDirectory(parent.Tree, path, owner: null);
        return Of(changes, StepKeys.WorkDir(path, changes.Digest));
    }

    /// <summary>What a source is as something to copy from.</summary>
    internal CopyOrigin OriginOf(CopySource source, Func<StepRef, StepResult> resultOf)
    {
        if (source is StepSource step)
        {
            StepResult result = resultOf(step.Step);
            return CopyOrigin.Of(result.Tree, result.DiffIds);
        }

        return context.Origin;
    }

    /// <summary>The owner that a step names, looked up in the parent; null where it names none.</summary>
    internal static FileOwner? OwnerOf(string? owner, StepResult parent)
    {
        if (owner is null)
        {
            return null;
        }

        Trees.FileOwner found = UserDatabase.Of(parent.Tree).ResolveOwner(owner);
        return new FileOwner(found.Uid, found.Gid);
    }

    /// <summary>The directory that relative paths are relative to.</summary>
    internal static string DirectoryOf(StepResult parent) => parent.Config.WorkingDir is { Length: > 0 } directory ? directory : "/";

    private static KeyFrames KeyOf(CopyStep step, StepResult parent, RememberedCopy copy) =>
        StepKeys.Copy(step, parent.Config, copy.Changes, copy.Changes, copy.Owner);

    private ChangeSet Plan(CopyStep step, StepResult parent, Func<StepRef, StepResult> resultOf) => CopyPlan.Create(
        OriginOf(step.Source, resultOf), step.Selection, parent.Tree, DirectoryOf(parent), step.To, step.Owner, step.Mode, step.IsNormalized);

    private ChangeSet PlanAgain(CopyStep step, StepResult parent, Func<StepRef, StepResult> resultOf, RememberedCopy known)
    {
        ChangeSet changes = Plan(step, parent, resultOf);
        if (changes.Digest == known.Changes)
        {
            return changes;
        }

        throw step.Source is ContextSource
            ? new BuildKitException(
                ExecutionErrorCodes.ContextFileChanged, "The build context changes while it is read.", "Build when nothing writes to it any more, or leave such files out with a line in .buildignore.")
            : new InvalidOperationException($"{step.Display} was planned in two ways from the same layers.");
    }

    private StepPlan? Of(ChangeSet changes, KeyFrames frames) =>
        changes.IsEmpty ? null : new StepPlan(frames, ct => snapshots.CommitAsync(changes, ct), Changes: new Lazy<ChangeSet>(changes));
}
