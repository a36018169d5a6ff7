using BuildKit.Cli.Hosting;
using BuildKit.Engine.Store;
using BuildKit.Oci.Comparison;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Images;

/// <summary>An image that a command line names: one on disk by its transport, one of the local store, or one of a registry.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="repository">Where it is.</param>
/// <param name="root">Its manifest or index.</param>
/// <param name="source">Closed with it; null where nothing is open.</param>
internal sealed class NamedImage(string name, IImageRepository repository, Descriptor root, IAsyncDisposable? source) : IAsyncDisposable
{
    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>Where it is.</summary>
    public IImageRepository Repository => repository;

    /// <summary>Its manifest or index.</summary>
    public Descriptor Root => root;

    /// <summary>As one side of a comparison.</summary>
    public ComparedImage Image => new(repository, root);

    /// <summary>Finds it.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">It is nowhere (BK4306, BK5030), or its registry did not answer.</exception>
    public static async Task<NamedImage> FindAsync(CommandHost host, RegistryClient registries, string text, CancellationToken ct)
    {
        if (ImageLocation.TryParse(text, out ImageLocation? location))
        {
            return await OpenAsync(location, ct).ConfigureAwait(false);
        }

        if (host.Store.Find(text) is { } local)
        {
            return Local(host.Store, local);
        }

        if (!ImageReference.TryParse(text, out ImageReference? reference) || reference.Registry is null)
        {
            throw ImageNames.Unknown(host.Store, text);
        }

        RegistryRepository repository = registries.Repository(reference);
        Descriptor root = await repository.ResolveAsync(reference.TagOrDigest, ct).ConfigureAwait(false) ?? throw ImageTransfer.Missing(repository, reference);
        return new NamedImage(ImageNames.Local(reference), repository, root, null);
    }

    /// <summary>An image of a store.</summary>
    public static NamedImage Local(LocalStore store, LocalImage image) => new(image.Name, store, image.Manifest, null);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<NamedImage> OpenAsync(ImageLocation location, CancellationToken ct)
    {
        IImageSource source = await location.OpenAsync(ct).ConfigureAwait(false);
        try
        {
            Descriptor root = LoadSource.Only(await LoadSource.SelectAsync(source, location, ct).ConfigureAwait(false), location);
            return new NamedImage(location.ToString(), source, root, source);
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
