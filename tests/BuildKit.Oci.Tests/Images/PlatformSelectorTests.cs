using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Tests.Images;

public sealed class PlatformSelectorTests
{
    [Theory]
    [InlineData("linux/amd64", "linux/arm64 linux/amd64", "linux/amd64")]
    [InlineData("linux/arm64", "linux/arm64/v8", "linux/arm64/v8")]
    [InlineData("linux/arm64/v8", "linux/arm64", "linux/arm64")]
    [InlineData("linux/arm", "linux/arm/v6 linux/arm/v7", "linux/arm/v7")]
    [InlineData("linux/arm/v7", "linux/arm/v5 linux/arm/v6", "linux/arm/v6")]
    [InlineData("linux/arm/v6", "linux/arm/v7", null)]
    [InlineData("linux/amd64", "linux/amd64/v3", null)]
    [InlineData("linux/amd64/v3", "linux/amd64 linux/amd64/v2", "linux/amd64/v2")]
    [InlineData("linux/amd64", "windows/amd64 linux/386", null)]
    [InlineData("linux/amd64", "unknown/unknown", null)]
    public void The_nearest_image_that_runs_is_chosen(string wanted, string offered, string? chosen) =>
        Assert.Equal(chosen, PlatformSelector.Find(Index(offered), Platform.Parse(wanted))?.Platform?.ToString());

    [Fact]
    public void Attestations_and_artifacts_are_no_images()
    {
        ImageIndex index = Index("linux/amd64 linux/amd64 linux/amd64");
        index = index with
        {
            Manifests =
            [
                index.Manifests[0] with { Annotations = ImmutableSortedDictionary<string, string>.Empty.Add("vnd.docker.reference.type", "attestation-manifest") },
                index.Manifests[1] with { ArtifactType = "a/b" },
                index.Manifests[2],
            ],
        };
        Assert.Same(index.Manifests[2], PlatformSelector.Find(index, Platform.Parse("linux/amd64")));
    }

    [Fact]
    public void A_lone_image_without_a_platform_is_taken()
    {
        ImageIndex index = new(MediaTypes.OciIndex, [new Descriptor(MediaTypes.OciManifest, Digest.Of("x"u8), 1)]);
        Assert.NotNull(PlatformSelector.Find(index, Platform.Parse("linux/s390x")));
    }

    [Fact]
    public void Absence_says_what_there_is()
    {
        BuildKitException failure = Assert.Throws<BuildKitException>(() => PlatformSelector.Select(Index("linux/amd64 linux/arm64"), Platform.Parse("linux/riscv64"), "debian:12"));
        Assert.Equal("BK5005", failure.Code);
        Assert.Contains("debian:12 has no image for linux/riscv64; it has linux/amd64, linux/arm64.", failure.Message, StringComparison.Ordinal);
    }

    private static ImageIndex Index(string platforms) => new(
        MediaTypes.OciIndex,
        [.. platforms.Split(' ').Select((p, i) => new Descriptor(MediaTypes.OciManifest, Digest.Of([(byte)i]), 1) { Platform = Platform.Parse(p) })]);
}
