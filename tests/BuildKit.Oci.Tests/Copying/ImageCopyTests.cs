using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Tests.Registry;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Copying;

public sealed class ImageCopyTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    [Fact]
    public async Task A_closure_is_copied_from_one_registry_to_another_and_a_second_copy_moves_nothing()
    {
        await using RegistryProcess dev = await StartAsync();
        await using RegistryProcess prod = await StartAsync();
        using RegistryClient client = Client();
        RegistryRepository from = client.Repository(dev.Host, "api");
        RegistryRepository to = client.Repository(prod.Host, "team/api");
        TestImage index = TestImage.Index((Amd64, TestImage.Create(1, Amd64, 200_000, 10)), (Arm64, TestImage.Create(2, Arm64, 100_000)));
        await index.WriteToAsync(from, "1", Ct);
        CopyResult first = await ImageCopy.CopyAsync(from, to, index.Root, CopyOptions.Default with { Tags = ["1", "latest"] }, null, Ct);
        Assert.Equal(index.Root, first.Root);
        Assert.Equal(index.Items.Count, first.MovedCount);
        Assert.Equal(index.Items.Sum(item => item.Descriptor.Size), first.MovedBytes);
        Assert.Equal(index.Root, await to.ResolveAsync("latest", Ct));
        foreach ((Descriptor descriptor, byte[] bytes) in index.Items)
        {
            Assert.Equal(bytes, await to.ReadAsync(descriptor));
        }

        using RegistryClient later = Client();
        int before = (await prod.RequestsAsync(Ct)).Length;
        CopyResult second = await ImageCopy.CopyAsync(
            later.Repository(dev.Host, "api"), later.Repository(prod.Host, "team/api"), index.Root, CopyOptions.Default, null, Ct);
        Assert.Equal((0L, 0, index.Items.Count), (second.MovedBytes, second.MovedCount, second.ExistedCount));
        ImmutableArray<RegistryLogLine> log = (await prod.RequestsAsync(Ct))[before..];
        Assert.DoesNotContain(log, line => line.Method is "POST" or "PUT" or "PATCH");
    }

    [Fact]
    public async Task Between_repositories_of_one_registry_blobs_are_mounted_and_not_moved()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 200_000, 100_000);
        await image.WriteToAsync(client.Repository(registry.Host, "dev/api"), "1", Ct);
        int before = (await registry.RequestsAsync(Ct)).Length;
        CopyResult result = await ImageCopy.CopyAsync(
            client.Repository(registry.Host, "dev/api"), client.Repository(registry.Host, "prod/api"), image.Root, CopyOptions.Default with { Tags = ["1"] }, null, Ct);
        Assert.Equal((3, 1), (result.TakenCount, result.MovedCount));
        ImmutableArray<RegistryLogLine> log = (await registry.RequestsAsync(Ct))[before..];
        Assert.Equal(3, log.Count(line => line.Method == "POST" && line.Path.Contains("mount=sha256", StringComparison.Ordinal) && line.Status == 201));
        Assert.DoesNotContain(log, line => line.Method == "GET" && line.Path.Contains("/blobs/", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Method == "PUT" && line.Path.Contains("/blobs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mount_that_the_registry_does_not_grant_becomes_an_upload_in_the_same_session()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 200_000);
        await using var local = new MemoryRepository();
        await image.WriteToAsync(local, null, Ct);
        var options = CopyOptions.Default with { Nearby = [client.Repository(registry.Host, "base/empty")] };
        CopyResult result = await ImageCopy.CopyAsync(local, client.Repository(registry.Host, "api"), image.Root, options, null, Ct);
        Assert.Equal((0, 3), (result.TakenCount, result.MovedCount));
        ImmutableArray<RegistryLogLine> log = await registry.RequestsAsync(Ct);
        Assert.Equal(2, log.Count(line => line.Method == "POST"));
        Assert.Equal(2, log.Count(line => line.Method == "PUT" && line.Path.Contains("/blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Blobs_of_a_repository_near_the_destination_are_taken_from_there()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 200_000);
        await using var local = new MemoryRepository();
        await image.WriteToAsync(local, null, Ct);
        await client.Repository(registry.Host, "base/sdk").WriteAsync(image.Layers[0], new MemoryStream(image.BytesOf(image.Layers[0])), Ct);
        var options = CopyOptions.Default with { Nearby = [client.Repository(registry.Host, "base/sdk")] };
        CopyResult result = await ImageCopy.CopyAsync(local, client.Repository(registry.Host, "api"), image.Root, options, null, Ct);
        Assert.Equal(1, result.TakenCount);
    }

    [Fact]
    public async Task One_platform_of_an_index_is_copied_alone()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        TestImage arm = TestImage.Create(2, Arm64, 100_000);
        TestImage index = TestImage.Index((Amd64, TestImage.Create(1, Amd64, 200_000)), (Arm64, arm));
        await index.WriteToAsync(client.Repository(registry.Host, "api"), "1", Ct);
        await using var local = new MemoryRepository();
        RegistryRepository from = client.Repository(registry.Host, "api");
        CopyResult result = await ImageCopy.CopyAsync(from, local, index.Root, CopyOptions.Default with { Platform = Arm64 }, null, Ct);
        Assert.Equal(arm.Root.Digest, result.Root.Digest);
        Assert.Equal(arm.Items.Count, local.Count);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => ImageCopy.CopyAsync(from, local, index.Root, CopyOptions.Default with { Platform = new Platform("linux", "s390x") }, null, Ct));
        Assert.Equal(OciErrorCodes.PlatformMissing, failure.Code);
    }

    [Fact]
    public async Task A_copy_that_failed_is_completed_by_the_next_try_which_moves_only_the_rest()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 100_000, 200_000, 300_000);
        await image.WriteToAsync(client.Repository(registry.Host, "api"), "1", Ct);
        string last = image.Layers[2].Digest.ToString();
        server.Rule = request => request.IsBlobRead && request.Path.EndsWith(last, StringComparison.Ordinal) ? new Fault { CutAfter = 5 } : null;
        await using var local = new MemoryRepository();
        RegistryRepository from = client.Repository(server.Host, "api");
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
            () => ImageCopy.CopyAsync(from, local, image.Root, CopyOptions.Default with { Parallelism = 1 }, null, Ct));
        Assert.Equal(OciErrorCodes.RegistryConnectionCut, failure.Code);
        Assert.StartsWith($"The source of the copy, {server.Host}/api, failed", failure.Message);
        Assert.False(await local.ExistsAsync(image.Root, Ct));
        Assert.False(await local.ExistsAsync(image.Layers[2], Ct));

        server.Rule = _ => null;
        CopyResult result = await ImageCopy.CopyAsync(from, local, image.Root, CopyOptions.Default, null, Ct);
        Assert.Equal(300_000 + image.Root.Size, result.MovedBytes);
        Assert.Equal(image.Items.Count, local.Count);
    }

    [Fact]
    public async Task A_destination_that_cuts_the_upload_gets_it_again_from_a_source_read_again()
    {
        await using RegistryProcess from = await StartAsync();
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 400_000);
        await image.WriteToAsync(client.Repository(from.Host, "api"), "1", Ct);
        int uploads = 0;
        server.Rule = request => request.IsUpload && uploads++ == 0 ? new Fault { CutRequest = true } : null;
        CopyResult result = await ImageCopy.CopyAsync(client.Repository(from.Host, "api"), client.Repository(server.Host, "api"), image.Root, CopyOptions.Default, null, Ct);
        Assert.Equal(3, result.MovedCount);
        Assert.Equal(3, uploads);
    }

    [Fact]
    public async Task The_side_that_failed_is_named()
    {
        await using RegistryProcess registry = await StartAsync();
        await using RegistryProcess closed = await StartAsync(new RegistryProcessOptions { ReadOnly = true });
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 1000);
        RegistryRepository from = client.Repository(registry.Host, "api");
        await image.WriteToAsync(from, "1", Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => ImageCopy.CopyAsync(from, client.Repository(closed.Host, "api"), image.Root, CopyOptions.Default, null, Ct));
        Assert.StartsWith($"The destination of the copy, {closed.Host}/api, failed", failure.Message);

        TestImage absent = TestImage.Create(2, Amd64, 1000);
        failure = await Assert.ThrowsAsync<BuildKitException>(() => ImageCopy.CopyAsync(from, client.Repository(registry.Host, "b"), absent.Root, CopyOptions.Default, null, Ct));
        Assert.StartsWith($"The source of the copy, {registry.Host}/api, failed", failure.Message);

        await using var full = new MemoryRepository { Limit = 500 };
        failure = await Assert.ThrowsAsync<BuildKitException>(() => ImageCopy.CopyAsync(from, full, image.Root, CopyOptions.Default, null, Ct));
        Assert.Equal(OciErrorCodes.CopyDestinationFailed, failure.Code);
        Assert.Contains("No space left", failure.Message);

        await using var broken = new MemoryRepository { BreaksReads = true };
        await image.WriteToAsync(broken, null, Ct);
        failure = await Assert.ThrowsAsync<BuildKitException>(() => ImageCopy.CopyAsync(broken, client.Repository(registry.Host, "c"), image.Root, CopyOptions.Default, null, Ct));
        Assert.Equal(OciErrorCodes.CopySourceFailed, failure.Code);
    }

    [Fact]
    public async Task Progress_ends_with_all_bytes_and_never_goes_beyond_the_total()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 300_000, 50, 400_000);
        await using var local = new MemoryRepository();
        await image.WriteToAsync(local, null, Ct);
        int uploads = 0;
        server.Rule = request => request.IsUpload && uploads++ == 1 ? new Fault { CutRequest = true } : null;
        var heard = new Listener();
        await ImageCopy.CopyAsync(local, client.Repository(server.Host, "api"), image.Root, CopyOptions.Default, heard, Ct);
        long size = image.Items.Sum(item => item.Descriptor.Size);
        Assert.All(heard.Events, e => Assert.InRange(e.DoneBytes, 0, e.TotalBytes));
        Assert.Equal((size, size), (heard.Events[^1].DoneBytes, heard.Events[^1].TotalBytes));
        Assert.Equal(image.Root, heard.Events[^1].Item);
    }

    [Fact]
    public async Task Layers_that_may_not_be_distributed_stay_where_they_are()
    {
        await using var from = new MemoryRepository();
        byte[] config = ImageConfigJson.Write(new ImageConfig(Amd64, ContainerConfig.Empty, [], [], null, null));
        Descriptor configDescriptor = TestImage.Describe(MediaTypes.OciConfig, config);
        var foreign = new Descriptor("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", Digest.Of([1]), 1);
        byte[] manifest = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, configDescriptor, [foreign]));
        Descriptor root = TestImage.Describe(MediaTypes.OciManifest, manifest);
        await from.WriteAsync(configDescriptor, new MemoryStream(config), Ct);
        await from.WriteAsync(root, new MemoryStream(manifest), Ct);
        await using var to = new MemoryRepository();
        CopyResult result = await ImageCopy.CopyAsync(from, to, root, CopyOptions.Default, null, Ct);
        Assert.Equal(2, result.MovedCount);
    }

    [Fact]
    public async Task Cancelling_stops_the_copy_and_leaves_no_manifest()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 300_000);
        await image.WriteToAsync(client.Repository(registry.Host, "api"), "1", Ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        server.Rule = request => request.IsBlobRead ? new Fault { StallAfter = 1000 } : null;
        await using var local = new MemoryRepository();
        Task copy = ImageCopy.CopyAsync(client.Repository(server.Host, "api"), local, image.Root, CopyOptions.Default, new Listener { OnMoving = stop.Cancel }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy);
        Assert.False(await local.ExistsAsync(image.Root, Ct));
    }

    private sealed class Listener : IProgress<CopyProgress>
    {
        public List<CopyProgress> Events { get; } = [];

        public Action? OnMoving { get; init; }

        public void Report(CopyProgress value)
        {
            Events.Add(value);
            if (value.State == CopyState.Moving)
            {
                OnMoving?.Invoke();
            }
        }
    }
}
