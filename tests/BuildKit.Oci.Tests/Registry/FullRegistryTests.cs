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
}
