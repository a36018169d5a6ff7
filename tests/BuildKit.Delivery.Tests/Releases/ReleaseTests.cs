using System.Text;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using static BuildKit.Delivery.Tests.DeliveryWorld;

namespace BuildKit.Delivery.Tests.Releases;

public sealed class ReleaseTests
{
    private static readonly Descriptor Api = new(MediaTypes.OciIndex, Digest.Of("api"u8), 3);
    private static readonly Descriptor Web = new(MediaTypes.OciManifest, Digest.Of("web"u8), 3);

    [Fact]
    public void A_release_of_one_image_has_the_digest_that_it_always_had()
    {
        Release release = Release.Of([new ReleaseImage("api", Api)]);
        Assert.Equal("sha256:b01cd8f625b9709f25266e02451700138ec244163af57a76da9df2316ec626be", release.Digest.ToString());
        Assert.Equal(Api, release.TagTarget);
    }

    [Fact]
    public void A_release_of_several_images_has_the_digest_that_it_always_had_in_whatever_order_they_come()
    {
        Release release = Release.Of([new ReleaseImage("web", Web), new ReleaseImage("api", Api)]);
        Assert.Equal("sha256:e4f61452ec28f87af57b0b11fcd111fa58c30b0255f5f23cf247b77e5cfd187c", release.Digest.ToString());
        Assert.Equal(release.Digest, Release.Of([new ReleaseImage("api", Api), new ReleaseImage("web", Web)]).Digest);
        Assert.Equal(release.Descriptor, release.TagTarget);
    }

    [Fact]
    public void Where_the_images_came_from_does_not_change_a_release() =>
        Assert.Equal(
            Release.Of([new ReleaseImage("api", Api)]).Digest,
            Release.Of([new ReleaseImage("api", Api with { Platform = new Platform("linux", "arm64"), ArtifactType = "x" })]).Digest);

    [Fact]
    public void The_document_is_as_its_schema_says()
    {
        byte[] document = ReleaseJson.Write([new ReleaseImage("api", Api), new ReleaseImage("web", Web)]);
        Assert.Equal(
            $$"""{"images":[{"name":"api","mediaType":"{{MediaTypes.OciIndex}}","digest":"{{Api.Digest}}","size":3},{"name":"web","mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Web.Digest}}","size":3}]}""",
            Encoding.UTF8.GetString(document));
        SchemaFolder.Ours.Validate("release.schema.json", document);
    }

    [Fact]
    public void A_release_needs_an_image_and_each_has_a_name_of_its_own()
    {
        Assert.Equal(DeliveryErrorCodes.ReleaseInvalid, Assert.Throws<BuildKitException>(() => Release.Of([])).Code);
        BuildKitException failure = Assert.Throws<BuildKitException>(() => Release.Of([new ReleaseImage("api", Api), new ReleaseImage("api", Web)]));
        Assert.Equal(DeliveryErrorCodes.ReleaseInvalid, failure.Code);
        Assert.Contains("'api'", failure.Message);
    }

    [Fact]
    public async Task A_release_is_read_by_its_digest_and_nothing_else_passes_for_one()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        Assert.Equal(release.Images, (await Release.ReadAsync(world.At("Dev").Home, release.Digest, Ct)).Images);
        BuildKitException image = await Assert.ThrowsAsync<BuildKitException>(() => Release.ReadAsync(world.At("Dev").Home, release.Images[0].Image.Digest, Ct));
        Assert.Equal(DeliveryErrorCodes.ReleaseInvalid, image.Code);
        BuildKitException none = await Assert.ThrowsAsync<BuildKitException>(() => Release.ReadAsync(world.At("Dev").Home, Api.Digest, Ct));
        Assert.Equal(DeliveryErrorCodes.ReleaseUnknown, none.Code);
    }
}
