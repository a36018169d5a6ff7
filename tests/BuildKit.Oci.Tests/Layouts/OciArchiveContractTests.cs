using BuildKit.Oci.Content;
using BuildKit.Oci.Layouts;
using BuildKit.Tests.Repositories;

namespace BuildKit.Oci.Tests.Layouts;

public sealed class OciArchiveContractTests : ImageRepositoryContract, IDisposable
{
    private readonly TestFolder folder = new();

    private ImageLocation Location => new(ImageTransport.OciArchive, folder / "image", null);

    public void Dispose() => folder.Dispose();

    protected override async Task<IImageRepository> OpenAsync() => await Location.CreateAsync(Ct);

    protected override async Task<IImageRepository> AgainAsync(IImageRepository written)
    {
        IImageDestination destination = Assert.IsType<IImageDestination>(written, exactMatch: false);
        await destination.CompleteAsync(Ct);
        await destination.DisposeAsync();
        return await Location.OpenAsync(Ct);
    }
}
