using System.Collections.Concurrent;
using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Tests.Copying;

/// <summary>A repository in memory, which can be made to be full or damaged.</summary>
public sealed class MemoryRepository : IImageRepository, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Digest, byte[]> blobs = new();
    private readonly ConcurrentDictionary<string, Descriptor> tags = new();

    public string DisplayName => "memory";

    public int Count => blobs.Count;

    /// <summary>How many bytes a blob may have.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>Whether layers cannot be read.</summary>
    public bool BreaksReads { get; init; }

    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => Task.FromResult(blobs.ContainsKey(descriptor.Digest));

    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct)
    {
        if (BreaksReads && descriptor.MediaType == MediaTypes.OciLayerGzip)
        {
            throw new IOException("Input/output error");
        }

        return blobs.TryGetValue(descriptor.Digest, out byte[]? bytes)
            ? Task.FromResult<Stream>(new MemoryStream(bytes, writable: false))
            : throw new BuildKitException(OciErrorCodes.BlobMissing, $"{descriptor.Digest} is not there.");
    }

    public async Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct)
    {
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, ct);
        if (copy.Length > Limit)
        {
            throw new IOException("No space left on device");
        }

        blobs[expected.Digest] = copy.ToArray();
    }

    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) => Task.FromResult(tags.GetValueOrDefault(tagOrDigest));

    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct)
    {
        tags[tag] = manifest;
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        Task.FromResult(ImmutableArray<Descriptor>.Empty);

    public ValueTask DisposeAsync()
    {
        blobs.Clear();
        return ValueTask.CompletedTask;
    }
}
