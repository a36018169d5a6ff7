using System.Collections.Concurrent;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>One copy under way. Each digest is visited once, however many manifests name it.</summary>
internal sealed class ClosureCopy(
    IImageRepository source, IImageRepository destination, CopyOptions options, CopyLedger ledger, SemaphoreSlim slots, CancellationTokenSource stop)
{
    private readonly CopySides sides = new(source, destination);
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> visits = new();

    private CancellationToken Ct => stop.Token;

    /// <summary>Copies one item and what it needs.</summary>
    public Task VisitAsync(Descriptor item, int depth) =>
        visits.GetOrAdd(item.Digest, _ => new Lazy<Task>(() => GuardAsync(item, depth))).Value;

    /// <summary>Reads a manifest or index of the source.</summary>
    public async Task<(byte[] Bytes, ManifestDocument Document)> ReadAsync(Descriptor item)
    {
        byte[] bytes = await sides.FromSourceAsync(side => side.ReadBytesAsync(item, Ct)).ConfigureAwait(false);
        return (bytes, await sides.FromSourceAsync(side => Task.FromResult(ManifestDocument.Read(bytes, item.MediaType, $"{side.DisplayName}@{item.Digest}"))).ConfigureAwait(false));
    }

    /// <summary>The first failure stops the rest.</summary>
    private async Task GuardAsync(Descriptor item, int depth)
    {
        ledger.Found(item);
        try
        {
            await (MediaTypes.IsManifest(item.MediaType) || MediaTypes.IsIndex(item.MediaType) ? CopyManifestAsync(item, depth) : CopyBlobAsync(item)).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task CopyManifestAsync(Descriptor item, int depth)
    {
        ImageClosure.DemandDepth(source, item, depth);
        byte[] bytes;
        ManifestDocument document;
        using (await SlotAsync().ConfigureAwait(false))
        {
            (bytes, document) = await ReadAsync(item).ConfigureAwait(false);
        }

        await Task.WhenAll(document.Children.Where(ImageClosure.IsDistributed).Select(child => VisitAsync(child, depth + 1))).ConfigureAwait(false);
        using (await SlotAsync().ConfigureAwait(false))
        {
            if (await sides.ToDestinationAsync(side => side.ExistsAsync(item, Ct)).ConfigureAwait(false))
            {
                ledger.Done(item, CopyState.Existed);
                return;
            }

            using var content = new MemoryStream(bytes, writable: false);
            await sides.ToDestinationAsync(async side =>
            {
                await side.WriteAsync(item, content, Ct).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            ledger.Done(item, CopyState.Moved);
        }
    }

    private async Task CopyBlobAsync(Descriptor item)
    {
        using IDisposable slot = await SlotAsync().ConfigureAwait(false);
        if (await sides.ToDestinationAsync(side => side.ExistsAsync(item, Ct)).ConfigureAwait(false))
        {
            ledger.Done(item, CopyState.Existed);
            return;
        }

        foreach (IImageRepository near in options.Nearby.Insert(0, source))
        {
            if (await sides.ToDestinationAsync(side => side.TryTakeAsync(item, near, Ct)).ConfigureAwait(false))
            {
                ledger.Done(item, CopyState.Taken);
                return;
            }
        }

        await MoveAsync(item).ConfigureAwait(false);
        ledger.Done(item, CopyState.Moved);
    }

    private async Task MoveAsync(Descriptor item)
    {
        var content = new SourceStream(source, item, bytes => ledger.Moving(item, bytes));
        await using (content.ConfigureAwait(false))
        {
            try
            {
                await destination.WriteAsync(item, content, Ct).ConfigureAwait(false);
            }
            catch (Exception failure) when (content.Failure is not null && failure is not OperationCanceledException)
            {
                throw CopySides.IsWorld(content.Failure) ? sides.SourceFailed(content.Failure) : failure;
            }
            catch (Exception failure) when (CopySides.IsWorld(failure))
            {
                throw sides.DestinationFailed(failure);
            }
        }
    }

    private async Task<IDisposable> SlotAsync()
    {
        await slots.WaitAsync(Ct).ConfigureAwait(false);
        return new Slot(slots);
    }

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
