using System.Collections.Immutable;
using BuildKit.Engine.Checkouts;
using BuildKit.Engine.Events;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Plans <c>Checkout</c>. The key has the commit, so that a known result needs neither the repository nor a server.</summary>
internal sealed class CheckoutPlanner(LocalStore store, CheckoutFetcher fetcher, EventStream events)
{
    private const int FolderMode = 0x1ED;
    private const int FileMode = 0x1A4;

    internal StepPlan Plan(CheckoutStep step, StepRef reference, StepResult parent)
    {
        string commit = step.Commit ?? throw CheckoutFailures.NotPinned(step);
        LayerPath folder = FilePlans.Place(FileStepPlanner.DirectoryOf(parent), step.To);
        return new StepPlan(
            StepKeys.Checkout(step, parent.Config, commit, PlaceDigest.Of(parent.Tree, folder), FileStepPlanner.OwnerOf(step.Owner, parent)),
            ct => MakeAsync(step, reference, commit, parent.Tree, folder, ct)) { IsTransfer = true };
    }

    private async Task<LayerCommit?> MakeAsync(CheckoutStep step, StepRef reference, string commit, MergedTree parent, LayerPath folder, CancellationToken ct)
    {
        string spool = store.Temporary.NewFolder("checkout");
        try
        {
            ImmutableArray<GitEntry> entries = await fetcher.ExportAsync(step, commit, spool, bytes => events.Emit(elapsed => new StepTransferred(elapsed, reference, bytes, bytes)), ct);
            var files = new UnpackedFiles(FilePlans.Owner(parent, step.Owner));
            foreach (GitEntry entry in entries)
            {
                Add(files, entry, spool);
            }

            WarnOfSubmodules(step, entries);
            return await store.Snapshots.CommitAsync(files.ToChangeSet(parent, folder), ct);
        }
        finally
        {
            SnapshotStore.RemoveTree(spool);
        }
    }

    private static void Add(UnpackedFiles files, GitEntry entry, string spool)
    {
        switch (entry.Kind)
        {
            case GitEntryKind.Folder or GitEntryKind.Submodule:
                files.AddFolder(entry.Path, FolderMode);
                break;
            case GitEntryKind.SymbolicLink:
                files.AddLink(entry.Path, entry.LinkTarget);
                break;
            default:
                files.AddFile(
                    entry.Path, entry.Kind == GitEntryKind.Executable ? FolderMode : FileMode, new ContextContent(spool, LayerPath.Parse(entry.File)), entry.Size, entry.Content);
                break;
        }
    }

    private void WarnOfSubmodules(CheckoutStep step, ImmutableArray<GitEntry> entries)
    {
        string[] submodules = [.. entries.Where(entry => entry.Kind == GitEntryKind.Submodule).Select(entry => $"'{entry.Path}'")];
        if (submodules.Length > 0)
        {
            events.Emit(elapsed => new BuildWarning(
                elapsed, ExecutionErrorCodes.SubmodulesLeftOut,
                $"{step.Url} has submodules at {string.Join(", ", submodules)}: they are empty folders in the image, since Checkout fetches no other repository.",
                "Add a Checkout of its own for each that is needed."));
        }
    }
}
