using System.Diagnostics;
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

    /// <summary>A small file system in memory; the test is skipped where it cannot be mounted.</summary>
    private sealed class TemporaryDisk(string folder) : IAsyncDisposable
    {
        public string Folder => folder;

        public static async Task<TemporaryDisk> MountAsync(string size)
        {
            string folder = Directory.CreateTempSubdirectory("buildkit-disk-").FullName;
            if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) != 0)
            {
                Directory.Delete(folder);
                Assert.Skip("A tmpfs cannot be mounted here.");
            }

            return new TemporaryDisk(folder);
        }

        public Task GrowAsync(string size) => RunAsync("mount", "-o", $"remount,size={size}", folder);

        public async ValueTask DisposeAsync()
        {
            await RunAsync("umount", folder);
            Directory.Delete(folder);
        }

        private static async Task<int> RunAsync(string program, params string[] arguments)
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException(program);
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
    }
}
