using System.Collections.Immutable;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>The local store while a pull writes into it: a blob that another build, here or in another process, is just pulling is waited for, not pulled twice.</summary>
internal sealed class PullingStore(LocalStore store) : IImageRepository
{
    public string DisplayName => store.DisplayName;

    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => store.ExistsAsync(descriptor, ct);

    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => store.OpenReadAsync(descriptor, ct);

    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        using RangeLock held = await store.Locks.AcquireAsync("pull " + expected.Digest, exclusive: true, ct);
        if (!await store.ExistsAsync(expected, ct))
        {
            await store.WriteAsync(expected, content, ct);
        }
    }

    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) => store.ResolveAsync(tagOrDigest, ct);

    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => store.TagAsync(manifest, tag, ct);

    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        store.ReferrersAsync(subject, artifactType, ct);
}
