using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Plans <c>Unpack</c>. The key has the archive's digest, so that a known result needs no look into the archive.</summary>
internal sealed class UnpackPlanner(LocalStore store, ContextFiles context)
{
    internal StepPlan Plan(UnpackStep step, StepResult parent, Func<StepRef, StepResult> resultOf)
    {
        LayerPath folder = FilePlans.Place(FileStepPlanner.DirectoryOf(parent), step.To);
        SourceFile archive = Find(step, resultOf);
        return new StepPlan(
            StepKeys.Unpack(step, parent.Config, archive.Digest, PlaceDigest.Of(parent.Tree, folder), FileStepPlanner.OwnerOf(step.Owner, parent)),
            ct => MakeAsync(step, parent.Tree, folder, archive, ct));
    }

    private async Task<LayerCommit?> MakeAsync(UnpackStep step, MergedTree parent, LayerPath folder, SourceFile archive, CancellationToken ct)
    {
        string spool = store.Temporary.NewFolder("archive");
        try
        {
            ChangeSet changes = await archive.ReadAsync(async stream =>
            {
                var read = new ArchiveChanges(spool, FilePlans.Owner(parent, step.Owner), step.StripComponents);
                await read.ReadAsync(stream, step.Archive, ct);
                return read.ToChangeSet(parent, folder);
            });
            return await store.Snapshots.CommitAsync(changes, ct);
        }
        finally
        {
            SnapshotStore.RemoveTree(spool);
        }
    }

    private SourceFile Find(UnpackStep step, Func<StepRef, StepResult> resultOf)
    {
        if (step.Source is not StepSource source)
        {
            return context.File(step.Archive);
        }

        StepResult result = resultOf(source.Step);
        TreeEntry? entry = result.Tree.Find(LayerPath.Parse(ImagePath.Resolve("/", step.Archive)));
        return entry is { Kind: TreeEntryKind.File }
            ? new SourceFile(entry, CopyOrigin.Of(result.Tree, result.DiffIds).Content(entry), store.Snapshots)
            : throw NoFile.At(result.Name, step.Archive, entry, "Check the path, which is relative to the root of the stage.");
    }
}
