using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>Gathers images for an archive, which is written beside its place and renamed over it when they are complete.</summary>
internal sealed class StagedRepository : IImageDestination
{
    private readonly string target;
    private readonly StagingDirectory staging;
    private readonly OciLayout layout;
    private readonly Func<OciLayout, string, Stream, CancellationToken, Task> pack;
    private readonly Func<string, string> nameOf;

    private StagedRepository(
        string target, StagingDirectory staging, OciLayout layout, Func<string, string> nameOf, Func<OciLayout, string, Stream, CancellationToken, Task> pack)
    {
        this.target = target;
        this.staging = staging;
        this.layout = layout;
        this.nameOf = nameOf;
        this.pack = pack;
    }

    /// <inheritdoc />
    public string DisplayName => target;

    /// <summary>Starts an archive.</summary>
    /// <param name="target">The file.</param>
    /// <param name="nameOf">Turns a tag into the name that stands in the archive; throws where it cannot.</param>
    /// <param name="pack">Writes the archive of a layout to a stream; it is told where the staging folder has room.</param>
    public static async Task<StagedRepository> CreateAsync(
        string target, Func<string, string> nameOf, Func<OciLayout, string, Stream, CancellationToken, Task> pack, CancellationToken ct)
    {
        StagingDirectory staging = StagingDirectory.Beside(target);
        try
        {
            OciLayout layout = await OciLayout.CreateAsync(Path.Combine(staging.FullPath, "layout"), ct).ConfigureAwait(false);
            return new StagedRepository(target, staging, layout, nameOf, pack);
        }
        catch
        {
            staging.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken ct) => layout.ExistsAsync(descriptor, ct);

    /// <inheritdoc />
    public Task<Stream> OpenReadAsync(Descriptor descriptor, CancellationToken ct) => layout.OpenReadAsync(descriptor, ct);

    /// <inheritdoc />
    public Task WriteAsync(Descriptor expected, Stream content, CancellationToken ct) => layout.WriteAsync(expected, content, ct);

    /// <inheritdoc />
    public Task<Descriptor?> ResolveAsync(string tagOrDigest, CancellationToken ct) =>
        layout.ResolveAsync(Digest.TryParse(tagOrDigest, out _) ? tagOrDigest : nameOf(tagOrDigest), ct);

    /// <inheritdoc />
    public Task TagAsync(Descriptor manifest, string tag, CancellationToken ct) => layout.TagAsync(manifest, nameOf(tag), ct);

    /// <inheritdoc />
    public Task<ImmutableArray<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken ct) =>
        layout.ReferrersAsync(subject, artifactType, ct);

    /// <inheritdoc />
    public async Task CompleteAsync(CancellationToken ct)
    {
        await using TemporaryFile file = TemporaryFile.Create(staging.FullPath, target);
        await pack(layout, staging.FullPath, file.Stream, ct).ConfigureAwait(false);
        file.Commit(target);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        staging.Dispose();
        return ValueTask.CompletedTask;
    }
}
