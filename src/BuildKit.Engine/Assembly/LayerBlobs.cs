using System.Collections.Concurrent;
using System.IO.Pipelines;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Assembly;

/// <summary>
/// The compressed blobs of layers that steps made. Which blob a layer gave is remembered by its diff id, so that no layer is
/// compressed twice; the memory belongs to one version of the program, whose compressor gives the same bytes every time.
/// </summary>
internal sealed class LayerBlobs(LocalStore store) : IDisposable
{
    private static readonly string Space = "gzip:" + typeof(LayerBlobs).Assembly.GetName().Version;

    private readonly ConcurrentDictionary<Digest, Lazy<Task<Descriptor>>> blobs = new();
    private readonly SemaphoreSlim slots = new(2);

    /// <summary>The blob of a layer; compresses it where it is not known.</summary>
    internal Task<Descriptor> OfAsync(Digest diffId, CancellationToken ct) =>
        Find(diffId) is { } known
            ? Task.FromResult(known)
            : blobs.GetOrAdd(diffId, _ => new Lazy<Task<Descriptor>>(() => CompressAsync(diffId, ct))).Value;

    public void Dispose() => slots.Dispose();

    private Descriptor? Find(Digest diffId) =>
        store.Index.Get(Space, diffId.ToString()) is { } value
        && DescriptorFile.Parse(value)?.Descriptor is { } blob
        && File.Exists(store.Blobs.PathOf(blob.Digest))
            ? blob
            : null;

    private async Task<Descriptor> CompressAsync(Digest diffId, CancellationToken ct)
    {
        if (UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException("Compressing a layer");
        }

        await slots.WaitAsync(ct);
        try
        {
            using RangeLock once = await store.Locks.AcquireAsync("compress/" + diffId, exclusive: true, ct);
            Descriptor blob = Find(diffId) ?? await Task.Run(() => WriteAsync(diffId, ct), ct);
            store.Index.Put(Space, diffId.ToString(), DescriptorFile.Format(null, blob));
            return blob;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<Descriptor> WriteAsync(Digest diffId, CancellationToken ct)
    {
        await using BlobWriter writer = store.Blobs.Create();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4 << 20, resumeWriterThreshold: 2 << 20));
        Task tar = FillAsync(diffId, pipe.Writer, ct);
        await using (Stream reader = pipe.Reader.AsStream())
        {
            await LayerCompression.CompressAsync(reader, writer.Stream, ct);
        }

        await tar;
        return await writer.CommitAsync(MediaTypes.OciLayerGzip, ct);
    }

    private async Task FillAsync(Digest diffId, PipeWriter pipe, CancellationToken ct)
    {
        try
        {
            await store.Snapshots.WriteTarAsync(diffId, pipe.AsStream(leaveOpen: true), ct);
            await pipe.CompleteAsync();
        }
        catch (Exception exception)
        {
            // The reader sees the failure too, so that it does not take half a layer for a whole one.
            await pipe.CompleteAsync(exception);
            throw;
        }
    }
}
