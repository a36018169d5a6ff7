using BuildKit.Engine.Downloads;
using BuildKit.Engine.Events;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Execution;

/// <summary>Plans <c>Download</c>. The key has the file's digest, so that a known result needs neither the file nor a server.</summary>
internal sealed class DownloadPlanner(LocalStore store, DownloadFetcher fetcher, EventStream events)
{
    internal StepPlan Plan(DownloadStep step, StepRef reference, StepResult parent)
    {
        Digest content = step.Content ?? throw DownloadFailures.NotPinned(step.Url);

        // A file without content stands for the place: all that the layer takes from the parent.
        ChangeSet place = FilePlans.Write(parent.Tree, FileStepPlanner.DirectoryOf(parent), step.Path, ReadOnlyMemory<byte>.Empty, step.Owner, step.Mode);
        return new StepPlan(
            StepKeys.Download(step, parent.Config, content, place.Digest, FileStepPlanner.OwnerOf(step.Owner, parent)),
            ct => MakeAsync(step, reference, content, parent, ct)) { IsTransfer = true };
    }

    private async Task<LayerCommit?> MakeAsync(DownloadStep step, StepRef reference, Digest content, StepResult parent, CancellationToken ct)
    {
        Descriptor file = await fetcher.FetchAsync(
            step.Url, content, (done, total) => events.Emit(elapsed => new StepTransferred(elapsed, reference, done, Math.Max(done, total))), ct);
        string path = store.Blobs.PathOf(file.Digest);
        var bytes = new ContextContent(Path.GetDirectoryName(path)!, LayerPath.Parse(Path.GetFileName(path)));
        ChangeSet changes = FilePlans.Write(parent.Tree, FileStepPlanner.DirectoryOf(parent), step.Path, bytes, file.Size, content, step.Owner, step.Mode);
        return await store.Snapshots.CommitAsync(changes, ct);
    }
}
