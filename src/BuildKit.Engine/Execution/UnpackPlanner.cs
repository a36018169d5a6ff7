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
        string folder = ImagePath.Resolve(parent.Config.WorkingDir, step.To);
        Graph.Keys.FileOwner? owner = FileStepPlanner.OwnerOf(step.Owner, parent);
        ChangeSet place = FilePlans.MakeDirectory(parent.Tree, folder, step.Owner);
        (TreeEntry archive, Func<Stream> open) = Find(step, resultOf);
        return new StepPlan(
            StepKeys.Unpack(step, parent.Config, archive.Content, place.Digest, owner),
            async ct =>
            {
                string spool = store.Temporary.NewFolder("archive");
                try
                {
                    LayerPath target = parent.Tree.Resolve(LayerPath.Parse(folder), followLast: true);
                    var changes = new ArchiveChanges(spool, target, owner ?? Graph.Keys.FileOwner.Root, step.StripComponents);
                    await changes.ReadAsync(open(), step.Archive, ct);
                    return await store.Snapshots.CommitAsync(changes.ToChangeSet(place, parent.Tree), ct);
                }
                finally
                {
                    SnapshotStore.RemoveTree(spool);
                }
            });
    }

    private (TreeEntry Archive, Func<Stream> Open) Find(UnpackStep step, Func<StepRef, StepResult> resultOf)
    {
        if (step.Source is not StepSource source)
        {
            TreeEntry file = context.File(step.Archive);
            return (file, () => context.Open(file));
        }

        StepResult result = resultOf(source.Step);
        LayerPath path = LayerPath.Parse(ImagePath.Resolve("/", step.Archive));
        TreeEntry? entry = result.Tree.Find(path);
        return entry is { Kind: TreeEntryKind.File }
            ? (entry, () => store.Snapshots.OpenFile(result.Tree, result.DiffIds, path))
            : throw NoFile.At(result.Name, step.Archive, entry, "Check the path, which is relative to the root of the stage.");
    }
}
