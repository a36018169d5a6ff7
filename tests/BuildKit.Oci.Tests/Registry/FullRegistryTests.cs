using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

public sealed class FullRegistryTests
{
    [Theory]
    [InlineData(1_500_000)]
    [InlineData(40_000_000)]
    public async Task A_registry_whose_disk_is_full_says_so_and_takes_the_rest_when_there_is_room(int size)
    {
        await using TemporaryDisk disk = await TemporaryDisk.MountAsync("1m");
        byte[] bytes = TestImage.Noise(1, size);
        Descriptor blob = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        await using (RegistryProcess registry = await StartAsync(new RegistryProcessOptions { Storage = disk.Folder }))
        {
            using RegistryClient client = Client();
            RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
                () => client.Repository(registry.Host, "api").WriteAsync(blob, new MemoryStream(bytes), Ct));
            Assert.True(failure.Code == OciErrorCodes.RegistryStorageFull, failure.Message);
            Assert.Contains("no room", failure.Message);
        }

        await disk.GrowAsync("100m");
        await using RegistryProcess again = await StartAsync(new RegistryProcessOptions { Storage = disk.Folder });
        using RegistryClient other = Client();
        await other.Repository(again.Host, "api").WriteAsync(blob, new MemoryStream(bytes), Ct);
        Assert.Equal(bytes, await other.Repository(again.Host, "api").ReadAsync(blob));
    }

    [Fact]
    public async Task A_blob_that_the_registry_could_not_finish_and_fails_over_since_is_uploaded_again()
    {
        using var folder = new TestFolder();
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { Storage = folder.Path });
        using RegistryClient client = Client();
        byte[] bytes = TestImage.Noise(1, 5000);
        Descriptor blob = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        await client.Repository(registry.Host, "api").WriteAsync(blob, new MemoryStream(bytes), Ct);

        // What a full disk leaves: the file is there, and empty.
        string link = Directory.GetFiles(folder.Path, "link", SearchOption.AllDirectories).Single(file => file.Contains(blob.Digest.Hex, StringComparison.Ordinal));
        File.WriteAllText(link, "");
        using RegistryClient other = Client();
        RegistryRepository repository = other.Repository(registry.Host, "api");
        Assert.False(await repository.ExistsAsync(blob, Ct));
        await repository.WriteAsync(blob, new MemoryStream(bytes), Ct);
        Assert.Equal(bytes, await other.Repository(registry.Host, "api").ReadAsync(blob));
    }
}
