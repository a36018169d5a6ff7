using System.Collections.Immutable;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Tests.Repositories;

/// <summary>What every image repository does; each kind has a test class that derives from this and says how one is opened.</summary>
public abstract class ImageRepositoryContract
{
    /// <summary>Whether a name means one image and no other.</summary>
    protected virtual bool KeepsNames => true;

    /// <summary>Whether referrers are found again; a form that has no place for them finds none.</summary>
    protected virtual bool KeepsReferrers => true;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_that_was_written_and_tagged_is_whole_when_it_is_opened_again()
    {
        IImageRepository written = await OpenAsync();
        Descriptor manifest = await SampleImage.WriteAsync(written, "hello", Ct);
        await written.TagAsync(manifest, "1.0", Ct);
        IImageRepository again = await AgainAsync(written);
        Descriptor? found = await again.ResolveAsync("1.0", Ct);
        Assert.NotNull(found);
        Assert.Equal((manifest.Digest, manifest.Size, manifest.MediaType), (found.Digest, found.Size, found.MediaType));
        await ImageValidation.ValidateAsync(again, found, Ct);
    }

    [Fact]
    public async Task An_index_and_what_it_names_are_kept()
    {
        IImageRepository written = await OpenAsync();
        Descriptor index = await SampleImage.WriteIndexAsync(written, Ct);
        await written.TagAsync(index, "multi", Ct);
        IImageRepository again = await AgainAsync(written);
        Assert.Equal(index.Digest, (await again.ResolveAsync("multi", Ct))?.Digest);
        await ImageValidation.ValidateAsync(again, index, Ct);
        Descriptor child = (await again.ReadManifestAsync(index, Ct)).Children[0];
        Assert.Equal(child.Digest, (await again.ResolveAsync(child.Digest.ToString(), Ct))?.Digest);
    }

    [Fact]
    public async Task A_digest_resolves_to_its_manifest_and_an_unknown_name_to_nothing()
    {
        IImageRepository written = await OpenAsync();
        Descriptor manifest = await SampleImage.WriteAsync(written, "hello", Ct);
        await written.TagAsync(manifest, "1.0", Ct);
        IImageRepository again = await AgainAsync(written);
        Assert.Equal(manifest.MediaType, (await again.ResolveAsync(manifest.Digest.ToString(), Ct))?.MediaType);
        Assert.Null(await again.ResolveAsync(Digest.Of("nothing"u8).ToString(), Ct));
        if (KeepsNames)
        {
            Assert.Null(await again.ResolveAsync("2.0", Ct));
        }
    }

    [Fact]
    public async Task A_tag_moves()
    {
        IImageRepository written = await OpenAsync();
        Descriptor first = await SampleImage.WriteAsync(written, "first", Ct);
        Descriptor second = await SampleImage.WriteAsync(written, "second", Ct);
        await written.TagAsync(first, "a", Ct);
        await written.TagAsync(second, "a", Ct);
        Assert.Equal(second.Digest, (await (await AgainAsync(written)).ResolveAsync("a", Ct))?.Digest);
    }

    [Fact]
    public async Task A_tag_of_what_is_not_there_fails()
    {
        IImageRepository repository = await OpenAsync();
        Descriptor missing = new(MediaTypes.OciManifest, Digest.Of("nothing"u8), 7);
        await Assert.ThrowsAnyAsync<BuildKitException>(() => repository.TagAsync(missing, "a", Ct));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_a_failure_to_read()
    {
        IImageRepository repository = await OpenAsync();
        Descriptor missing = new(MediaTypes.OciLayerTar, Digest.Of("nothing"u8), 7);
        Assert.False(await repository.ExistsAsync(missing, Ct));
        await Assert.ThrowsAnyAsync<BuildKitException>(() => repository.ReadBytesAsync(missing, Ct));
    }

    [Fact]
    public async Task Bytes_that_are_others_than_their_digest_are_refused_and_leave_nothing()
    {
        IImageRepository repository = await OpenAsync();
        Descriptor expected = new(MediaTypes.OciLayerTar, Digest.Of("expected"u8), 8);
        foreach (string wrong in new[] { "surprise", "short", "much too long" })
        {
            using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(wrong));
            await Assert.ThrowsAnyAsync<BuildKitException>(() => repository.WriteAsync(expected, content, Ct));
            Assert.False(await repository.ExistsAsync(expected, Ct));
        }
    }

    [Fact]
    public async Task The_same_blob_written_by_many_at_once_is_whole()
    {
        IImageRepository repository = await OpenAsync();
        byte[] bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        Descriptor descriptor = new(MediaTypes.OciLayerTar, Digest.Of(bytes), bytes.Length);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => repository.WriteAsync(descriptor, new MemoryStream(bytes), Ct)));
        Assert.True(await repository.ExistsAsync(descriptor, Ct));
        Assert.Equal(bytes, await repository.ReadBytesAsync(descriptor, Ct));
    }

    [Fact]
    public async Task Referrers_are_found_by_their_subject_and_type()
    {
        IImageRepository written = await OpenAsync();
        Descriptor manifest = await SampleImage.WriteAsync(written, "hello", Ct);
        await written.TagAsync(manifest, "1.0", Ct);
        Descriptor one = await SampleImage.WriteReferrerAsync(written, manifest, "application/vnd.example.one", Ct);
        Descriptor two = await SampleImage.WriteReferrerAsync(written, manifest, "application/vnd.example.two", Ct);
        IImageRepository again = await AgainAsync(written);
        if (!KeepsReferrers)
        {
            Assert.Empty(await again.ReferrersAsync(manifest.Digest, null, Ct));
            return;
        }

        ImmutableArray<Descriptor> all = await again.ReferrersAsync(manifest.Digest, null, Ct);
        Assert.Equal(new[] { one.Digest, two.Digest }.Order(), all.Select(d => d.Digest).Order());
        Assert.Equal(one.Digest, Assert.Single(await again.ReferrersAsync(manifest.Digest, "application/vnd.example.one", Ct)).Digest);
        Assert.Empty(await again.ReferrersAsync(one.Digest, null, Ct));
    }

    /// <summary>An empty repository of the test's own, open for writing.</summary>
    protected abstract Task<IImageRepository> OpenAsync();

    /// <summary>The same repository as a later process finds it.</summary>
    protected virtual Task<IImageRepository> AgainAsync(IImageRepository written) => Task.FromResult(written);
}
