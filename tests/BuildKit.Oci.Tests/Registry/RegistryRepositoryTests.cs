using System.Collections.Immutable;
using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Registry.Credentials;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

public sealed class RegistryRepositoryTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(registry.Host, "team/api");
        TestImage image = TestImage.Create(1, Amd64, 0, 1, 300_000);
        await image.WriteToAsync(repository, "1.0", Ct);
        foreach ((Descriptor descriptor, byte[] bytes) in image.Items)
        {
            Assert.True(await repository.ExistsAsync(descriptor, Ct));
            Assert.Equal(bytes, await repository.ReadAsync(descriptor));
        }

        Assert.Equal(image.Root, await repository.ResolveAsync("1.0", Ct));
        Assert.Equal(image.Root, await repository.ResolveAsync(image.Root.Digest.ToString(), Ct));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_null_and_a_blob_that_is_not_there_is_told()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(registry.Host, "team/api");
        Descriptor absent = TestImage.Describe(MediaTypes.OciLayerGzip, [1, 2, 3]);
        Assert.Null(await repository.ResolveAsync("latest", Ct));
        Assert.Null(await repository.ResolveAsync(absent.Digest.ToString(), Ct));
        Assert.False(await repository.ExistsAsync(absent, Ct));
        Assert.False(await repository.ExistsAsync(absent with { MediaType = MediaTypes.OciManifest }, Ct));
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => repository.OpenReadAsync(absent, Ct));
        Assert.Equal(OciErrorCodes.RegistryNotFound, failure.Code);
        Assert.Contains($"{registry.Host}/team/api", failure.Message);
        Assert.Contains(absent.Digest.ToString(), failure.Message);
    }

    [Fact]
    public async Task A_tag_moves()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(registry.Host, "api");
        TestImage one = TestImage.Create(1, Amd64, 10);
        TestImage two = TestImage.Create(2, Amd64, 10);
        await one.WriteToAsync(repository, "dev", Ct);
        await two.WriteToAsync(repository, "dev", Ct);
        Assert.Equal(two.Root, await repository.ResolveAsync("dev", Ct));

        // By another client, which has to read the manifest before it can write it under the tag.
        using RegistryClient other = Client();
        await other.Repository(registry.Host, "api").TagAsync(one.Root, "dev", Ct);
        Assert.Equal(one.Root, await repository.ResolveAsync("dev", Ct));
    }

    [Fact]
    public async Task Bytes_that_are_not_what_the_descriptor_says_are_not_stored()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(registry.Host, "api");
        byte[] bytes = TestImage.Noise(1, 200_000);
        Descriptor descriptor = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        byte[] wrong = [.. bytes];
        wrong[5] ^= 1;
        foreach (Stream content in new Stream[] { new MemoryStream(wrong), new MemoryStream(bytes[1..]), new MemoryStream([.. bytes, 1]), OneWay(wrong) })
        {
            BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => repository.WriteAsync(descriptor, content, Ct));
            Assert.Equal(OciErrorCodes.ContentMismatch, failure.Code);
        }

        Assert.False(await repository.ExistsAsync(descriptor, Ct));
        BuildKitException manifest = await Assert.ThrowsAsync<BuildKitException>(
            () => repository.WriteAsync(descriptor with { MediaType = MediaTypes.OciManifest }, new MemoryStream(wrong), Ct));
        Assert.Equal(OciErrorCodes.ContentMismatch, manifest.Code);
    }

    [Fact]
    public async Task A_manifest_whose_layers_are_missing_is_refused_with_the_registrys_words()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 10);
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
            () => client.Repository(registry.Host, "api").WriteAsync(image.Root, new MemoryStream(image.BytesOf(image.Root)), Ct));
        Assert.Equal(OciErrorCodes.RegistryRefused, failure.Code);
        Assert.Contains("MANIFEST_BLOB_UNKNOWN", failure.Message);
    }

    [Fact]
    public async Task A_manifest_larger_than_the_limit_is_not_sent()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        var bytes = new byte[(4 * 1024 * 1024) + 1];
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => client.Repository(registry.Host, "api").WriteAsync(TestImage.Describe(MediaTypes.OciManifest, bytes), new MemoryStream(bytes), Ct));
        Assert.Equal(OciErrorCodes.DocumentTooLarge, failure.Code);
    }

    [Fact]
    public async Task Referrers_are_kept_under_the_fallback_tag_where_the_registry_has_no_api()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(registry.Host, "api");
        TestImage subject = TestImage.Create(1, Amd64, 10);
        await subject.WriteToAsync(repository, "1", Ct);
        Assert.Empty(await repository.ReferrersAsync(subject.Root.Digest, null, Ct));
        Descriptor one = await WriteReferrerAsync(repository, subject.Root, "application/vnd.example.one");
        Descriptor two = await WriteReferrerAsync(repository, subject.Root, "application/vnd.example.two");
        await WriteReferrerAsync(repository, subject.Root, "application/vnd.example.two");
        ImmutableArray<Descriptor> all = await repository.ReferrersAsync(subject.Root.Digest, null, Ct);
        Assert.Equal([one.Digest, two.Digest], all.Select(referrer => referrer.Digest));
        Descriptor filtered = Assert.Single(await repository.ReferrersAsync(subject.Root.Digest, "application/vnd.example.two", Ct));
        Assert.Equal(two.Digest, filtered.Digest);
        Assert.Equal("application/vnd.example.two", filtered.ArtifactType);
        Assert.NotNull(await repository.ResolveAsync($"sha256-{subject.Root.Digest.Hex}", Ct));
    }

    [Fact]
    public async Task A_list_of_referrers_that_another_process_read_before_and_writes_behind_loses_no_entry()
    {
        await using RegistryProcess registry = await StartAsync();
        using RegistryClient other = Client();
        RegistryRepository theirs = other.Repository(registry.Host, "api");
        TestImage subject = TestImage.Create(1, Amd64, 10);
        await subject.WriteToAsync(theirs, "1", Ct);
        Descriptor first = await WriteReferrerAsync(theirs, subject.Root, "application/vnd.example.first");
        string tag = $"sha256-{subject.Root.Digest.Hex}";
        byte[] stale = ImageIndexJson.Write(new ImageIndex(MediaTypes.OciIndex, [first]));
        int writes = 0;
        var clock = new ActingClock(async () =>
        {
            if (writes++ < 3)
            {
                Descriptor list = await theirs.WriteBytesAsync(MediaTypes.OciIndex, stale, Ct);
                await theirs.TagAsync(list, tag, Ct);
            }
        });
        using var client = new RegistryClient(RegistryOptions.Default with { Credentials = NoCredentials.Instance, Clock = clock });
        Descriptor second = await WriteReferrerAsync(client.Repository(registry.Host, "api"), subject.Root, "application/vnd.example.second");
        Assert.Equal([first.Digest, second.Digest], (await theirs.ReferrersAsync(subject.Root.Digest, null, Ct)).Select(referrer => referrer.Digest));
    }

    [Fact]
    public async Task Referrers_that_are_written_at_once_are_all_kept()
    {
        // This registry does not see a blob for a moment while others write the same one, so the retries have to take real time.
        await using RegistryProcess registry = await StartAsync();
        using var client = new RegistryClient(RegistryOptions.Default with { Credentials = NoCredentials.Instance });
        RegistryRepository repository = client.Repository(registry.Host, "api");
        TestImage subject = TestImage.Create(1, Amd64, 10);
        await subject.WriteToAsync(repository, "1", Ct);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => WriteReferrerAsync(repository, subject.Root, $"application/vnd.example.n{i}")));
        Assert.Equal(6, (await repository.ReferrersAsync(subject.Root.Digest, null, Ct)).Length);
    }

    [Fact]
    public async Task A_read_only_registry_says_so()
    {
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { ReadOnly = true });
        using RegistryClient client = Client();
        byte[] bytes = [1];
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
            () => client.Repository(registry.Host, "api").WriteAsync(TestImage.Describe(MediaTypes.OciLayerGzip, bytes), new MemoryStream(bytes), Ct));
        Assert.Equal(OciErrorCodes.RegistryRefused, failure.Code);
        Assert.Contains("405", failure.Message);
    }

    [Fact]
    public async Task A_reference_without_a_registry_is_refused()
    {
        await Task.CompletedTask;
        using RegistryClient client = Client();
        BuildKitException failure = Assert.Throws<BuildKitException>(() => client.Repository(ImageReference.Parse("api:1")));
        Assert.Equal(OciErrorCodes.ReferenceWithoutRegistry, failure.Code);
        Assert.Contains("docker.io/library/api:1", failure.Advice);
    }

    private static async Task<Descriptor> WriteReferrerAsync(RegistryRepository repository, Descriptor subject, string artifactType)
    {
        byte[] empty = "{}"u8.ToArray();
        Descriptor config = TestImage.Describe(MediaTypes.OciEmpty, empty);
        await repository.WriteAsync(config, new MemoryStream(empty), Ct);
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.OciManifest}}}","artifactType":"{{{artifactType}}}","config":{"mediaType":"{{{MediaTypes.OciEmpty}}}","digest":"{{{config.Digest}}}","size":2},"layers":[{"mediaType":"{{{MediaTypes.OciEmpty}}}","digest":"{{{config.Digest}}}","size":2}],"subject":{"mediaType":"{{{subject.MediaType}}}","digest":"{{{subject.Digest}}}","size":{{{subject.Size}}}}}""");
        Descriptor descriptor = TestImage.Describe(MediaTypes.OciManifest, manifest);
        await repository.WriteAsync(descriptor, new MemoryStream(manifest), Ct);
        return descriptor;
    }
}
