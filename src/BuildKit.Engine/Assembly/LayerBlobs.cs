using System.Collections.Concurrent;
using System.IO.Pipelines;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Execution;
using BuildKit.Engine.RemoteCache;
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
internal sealed class LayerBlobs : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Digest, Lazy<Task<Descriptor>>> blobs = new();
    private readonly SemaphoreSlim slots = new(2);
    private readonly CancellationTokenSource stop;
    private readonly LocalStore store;
    private readonly BlobMemory memory;
    private readonly BlobMemory packed;
    private readonly LayerFormat format;

    /// <summary>Compresses nothing yet.</summary>
    /// <param name="format">How.</param>
    /// <param name="ct">Stops what is being compressed.</param>
    internal LayerBlobs(LocalStore store, LayerFormat format, CancellationToken ct)
    {
        this.store = store;
        packed = new BlobMemory(store, BlobMemory.Packed);
        this.format = format;
        Compressor = $"{format.Name}:{typeof(LayerBlobs).Assembly.GetName().Version}";
        memory = new BlobMemory(store, Compressor);
        stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
    }

    /// <summary>What compresses here: equal ones give equal bytes. Also the space of the index in which blobs are remembered.</summary>
    internal string Compressor { get; }

    /// <summary>The blob of a layer; compresses it where it is not known.</summary>
    internal Task<Descriptor> OfAsync(Digest diffId) => memory.Find(diffId) is { } known ? Task.FromResult(known) : CompressOnceAsync(diffId);

    /// <summary>Begins to compress a layer that has just been made, behind the steps that follow. What goes wrong is told to whoever asks for the blob.</summary>
    internal void Begin(Digest diffId) => _ = CompressOnceAsync(diffId);

    /// <summary>Takes over a blob that came with a remote cache, where the same compressor made it; another one's would give the image another digest.</summary>
    internal void Adopt(CacheEntry entry)
    {
        if (entry is { Record.Layer: { } layer, Blob: { } blob } && entry.Compressor == Compressor && memory.Find(layer) is null)
        {
            memory.Note(layer, blob);
        }
    }

    /// <summary>Stops what nobody waits for any more, and returns when it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        foreach (Lazy<Task<Descriptor>> blob in blobs.Values)
        {
            // Whoever asked for it has been told of its failure.
            await ((Task)blob.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        stop.Dispose();
        slots.Dispose();
    }

    private Task<Descriptor> CompressOnceAsync(Digest diffId) =>
        blobs.GetOrAdd(diffId, _ => new Lazy<Task<Descriptor>>(() => CompressAsync(diffId, stop.Token))).Value;

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
            Descriptor blob = memory.Find(diffId) ?? await Task.Run(() => WriteAsync(diffId, ct), ct);
            memory.Note(diffId, blob);
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
            await LayerCompression.CompressAsync(reader, writer.Stream, format, ct);
        }

        await tar;
        return await writer.CommitAsync(format.MediaType, ct);
    }

    private async Task FillAsync(Digest diffId, PipeWriter pipe, CancellationToken ct)
    {
        try
        {
            await WriteTarAsync(diffId, pipe.AsStream(leaveOpen: true), ct);
            await pipe.CompleteAsync();
        }
        catch (Exception exception)
        {
            // The reader sees the failure too, so that it does not take half a layer for a whole one.
            await pipe.CompleteAsync(exception);
            throw;
        }
    }

    private async Task WriteTarAsync(Digest diffId, Stream output, CancellationToken ct)
    {
        if (store.Snapshots.Contains(diffId) || packed.Find(diffId) is not { } blob)
        {
            await store.Snapshots.WriteTarAsync(diffId, output, ct);
            return;
        }

        await using Stream content = await store.Blobs.OpenReadAsync(blob, ct);
        await using Stream tar = LayerCompression.OpenDecompressed(content, maxSize: null);
        await tar.CopyToAsync(output, 256 << 10, ct);
    }
}
